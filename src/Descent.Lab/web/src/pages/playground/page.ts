import type { Page } from '../../app/pages';

export const page: Page = {
    path: '/playground',
    name: 'Playground',
    question: 'What can a network learn, and when does it fail?',
    invitation: 'Draw points, build a network, and watch what each of its units makes of the plane while it trains.',
    order: 50,
    load: () => import('./Playground.svelte'),
};
