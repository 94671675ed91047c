import { integer, number, text, texts } from '$lib/state/fields';

export const version = 1;

export const fields = {
    surface: text('ravine', 30),
    x: number(-9, -1000, 1000),
    y: number(2.5, -1000, 1000),
    steps: integer(120, 1, 500),
    /** The step that is looked at. */
    at: integer(120, 0, 500),
    noise: number(0, 0, 100),
    seed: integer(1),
    schedule: text('', 100),
    racers: texts(['sgd rate=0.3', 'momentum rate=0.05', 'rmsprop rate=0.2', 'adam rate=0.5'], 20),
};
