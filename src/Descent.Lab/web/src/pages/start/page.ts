import type { Page } from '../../app/pages';

export const page: Page = {
    path: '/',
    name: 'Start',
    question: 'What does a network do when it learns?',
    invitation: '',
    order: 0,
    load: () => import('./Start.svelte'),
};
