import type { Page } from '../../app/pages';

export const page: Page = {
    path: '/runs',
    name: 'Runs',
    question: 'How is my training going, and what came of it?',
    invitation: 'Watch a run while it trains, look at what it gets wrong, lay runs over one another.',
    order: 60,
    load: () => import('./Runs.svelte'),
};
