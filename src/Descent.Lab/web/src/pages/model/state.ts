import { flag, integer, text, texts } from '$lib/state/fields';

export const version = 1;

export const fields = {
    /** A run; empty for a model that is written here. */
    run: text('', 300),
    source: text('moons', 40),
    layers: text('linear 4, tanh, linear 2', 300),
    loss: text('', 100),
    backward: flag(false),
    /** The node that is told about. */
    node: integer(-1, -1, 1e6),
    /** The layers that are folded; what is not said is as the size suggests. */
    folded: texts([], 400),
    touched: flag(false),
};
