import { flag, integer, text } from '$lib/state/fields';

export const version = 1;

export const fields = {
    /** A worked example, or run:NAME. */
    what: text('linear-regression', 200),
    sample: integer(0, 0, 1e7),
    /** The step that is shown, from 0. */
    at: integer(0, 0, 5000),
    /** How many updates were applied before. */
    updates: integer(0, 0, 200),
    /** A weight to tell about: layer 2 [3,5]. */
    weight: text('', 60),
    hide: flag(false),
};
