import type { Page } from '../../app/pages';

export const page: Page = {
    path: '/optimizers',
    name: 'Optimizers',
    question: 'Who gets down first, and why?',
    invitation: 'Set optimizers off from one point over bowls, ravines, saddles and plateaus; drag the start, give each its own rate.',
    order: 40,
    load: () => import('./Race.svelte'),
};
