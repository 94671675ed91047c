import type { Page } from '../../app/pages';

export const page: Page = {
    path: '/chain-rule',
    name: 'Chain rule',
    question: 'Where does the gradient of a weight come from?',
    invitation: 'Walk from the loss back to one weight, one local derivative at a time, and check each against differences.',
    order: 30,
    load: () => import('./ChainRule.svelte'),
};
