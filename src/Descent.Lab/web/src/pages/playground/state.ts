import { choice, integer, number, numbers, text, texts } from '$lib/state/fields';

/** The version of the playground's links; it grows when a field changes its meaning. */
export const version = 1;

export const dataSets = ['spirals', 'circles', 'xor', 'moons', 'blobs', 'plane', 'hills', 'drawn', 'table'] as const;

/** Points to begin drawing with: x, y and class of each. */
export const someDrawn = [
    -0.6, 0.5, 0, -0.4, 0.75, 0, -0.8, 0.2, 0, -0.3, 0.4, 0, -0.6, 0.9, 0, -0.9, 0.6, 0,
    0.5, -0.4, 1, 0.7, -0.1, 1, 0.3, -0.7, 1, 0.8, -0.6, 1, 0.5, -0.9, 1, 0.1, -0.4, 1,
];

export const fields = {
    data: choice('spirals', dataSets),
    points: integer(400, 8, 2000),
    noise: number(0.02, 0, 1),
    test: number(0.3, 0.05, 0.9),
    seed: integer(1),
    drawn: numbers(someDrawn, 900),
    table: text('', 3000),
    target: text('', 200),
    features: texts([], 20),
    layers: texts(['16 gelu', '16 gelu'], 6),
    init: text('default'),
    dropout: number(0, 0, 0.9),
    l1: number(0, 0, 10),
    l2: number(0, 0, 10),
    loss: text('cross-entropy'),
    optimizer: text('adam rate=0.01'),
    schedule: text('constant'),
    batch: integer(10, 1, 2000),
    epochs: integer(300, 1, 3000),
    /** What was done with the training: a link opens it as it stood. */
    done: text('', 2000),
};
