import { choice, flag, integer, number, numbers, text, texts } from '$lib/state/fields';

/** The version of the loss zoo's links; it grows when a field changes its meaning. */
export const version = 1;

export const views = ['errors', 'margins', 'classes', 'distributions', 'samples'] as const;

export const fields = {
    view: choice<(typeof views)[number]>('errors', views),

    e: number(1, -4, 4),
    y: number(1, -3, 5),
    losses: texts(['mean-squared-error', 'mean-absolute-error', 'huber'], 6),
    outlier: numbers([6, 0.4], 2),

    z: number(-0.3, -3, 3),
    margins: texts(['binary-zero-one', 'hinge', 'logistic-margin'], 6),
    unit: choice<'nats' | 'bits'>('nats', ['nats', 'bits']),
    shade: text('logistic-margin'),

    logits: numbers([2.1, 0.1, -1], 10),
    target: integer(0, 0, 9),
    temperature: number(1, 0.05, 20),
    smoothing: number(0, 0, 0.9),
    shift: number(0, -50, 50),

    p: numbers([0.7, 0.3], 8),
    q: numbers([0.5, 0.5], 8),
    measure: choice<'nats' | 'bits'>('bits', ['nats', 'bits']),

    n: integer(15, 4, 400),
    capacity: integer(12, 0, 20),
    noise: number(0.25, 0, 1),
    penalty: choice<'none' | 'l1' | 'l2'>('none', ['none', 'l1', 'l2']),
    strength: number(0.01, 0.0001, 1),
    early: flag(false),
    seed: integer(1),
    along: choice<'samples' | 'capacity' | 'strength'>('capacity', ['samples', 'capacity', 'strength']),
};
