import { choice, flag, number, text, texts } from '$lib/state/fields';

export const version = 1;

export const fields = {
    /** The run that is shown; empty for the list. */
    run: text('', 300),
    /** The runs that are compared. */
    compare: texts([], 8),
    filter: text('', 100),
    state: choice('all', ['all', 'Training', 'Done', 'Interrupted', 'Failed'] as const),
    sort: choice('changed', ['changed', 'name', 'best', 'epochs'] as const),
    log: flag(false),
    smoothing: number(0, 0, 0.99),
};
