import type { Page } from '../../app/pages';

export const page: Page = {
    path: '/losses',
    name: 'Loss zoo',
    question: 'How wrong is wrong?',
    invitation: 'Drag an error, a margin, a logit, a distribution, and see what each loss makes of it.',
    order: 1,
    load: () => import('./Losses.svelte'),
};
