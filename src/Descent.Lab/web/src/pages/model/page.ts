import type { Page } from '../../app/pages';

export const page: Page = {
    path: '/model',
    name: 'Model',
    question: 'What does a network compute, forward and backward?',
    invitation: 'Every operation of a step, drawn; take one and see its shape, formula, values, gradient, time and cost.',
    order: 70,
    load: () => import('./Model.svelte'),
};
