import { number } from '$lib/state/fields';

/** The version of the start page's links; it grows when a field changes its meaning. */
export const version = 1;

export const fields = {
    w: number(5, -2, 6),
    rate: number(0.12, 0.01, 1),
};
