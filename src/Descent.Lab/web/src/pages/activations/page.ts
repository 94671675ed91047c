import type { Page } from '../../app/pages';

export const page: Page = {
    path: '/activations',
    name: 'Activation zoo',
    question: 'What bends, and what comes back?',
    invitation: 'Drag a number along an activation and its slope, send it through fifty layers, and see what is left of the gradient.',
    order: 2,
    load: () => import('./Activations.svelte'),
};
