import { choice, integer, number, numbers, texts } from '$lib/state/fields';

/** The version of the activation zoo's links; it grows when a field changes its meaning. */
export const version = 1;

export const views = ['function', 'chain', 'net', 'softmax'] as const;

/** The ends of x. */
export const [least, most] = [-8, 8];

export const fields = {
    view: choice<(typeof views)[number]>('function', views),

    x: number(-1, least, most),
    chosen: texts(['sigmoid', 'tanh', 'relu', 'swish'], 6),
    bound: number(0.05, 0.001, 0.5),
    reach: number(4, 1, 8),

    w: number(1, -3, 3),
    depth: integer(10, 1, 50),

    /** Activation, initializer and normalization of each network. */
    nets: texts(['sigmoid|xavier|none', 'tanh|xavier|none', 'relu|he|none', 'selu|lecun|none'], 4),
    layers: integer(30, 1, 50),
    seed: integer(1),

    logits: numbers([0.8, 1.2, 3.1], 10),
};
