import type { Values } from '$lib/state/fields';
import type { fields } from './state';

/** An experiment: what it changes from the usual, and what to look at. */
export interface Experiment {
    label: string;
    look: string;
    set: Partial<Values<typeof fields>>;
}

const plain = { noise: 0.05, points: 200, test: 0.3, dropout: 0, l1: 0, l2: 0, init: 'default', schedule: 'constant', batch: 10, loss: 'cross-entropy', epochs: 300 };

export const experiments: Experiment[] = [
    {
        label: 'XOR without a hidden layer',
        look: 'Run. One straight line is all it has, and no line parts XOR: the loss stays near ln 2, a coin toss. Then add a layer.',
        set: { ...plain, data: 'xor', layers: [], optimizer: 'adam rate=0.03' },
    },
    {
        label: 'XOR with four units',
        look: 'Each unit draws one soft line; the output adds them up. Take One batch a few times and watch the lines turn.',
        set: { ...plain, data: 'xor', layers: ['4 tanh'], optimizer: 'adam rate=0.03' },
    },
    {
        label: 'Spirals',
        look: 'The first layer has lines only; the second bends them. Remove one layer, or halve the units, and run again.',
        set: { ...plain, data: 'spirals', noise: 0.02, points: 400, layers: ['16 gelu', '16 gelu'], optimizer: 'adam rate=0.01' },
    },
    {
        label: 'Too high a rate',
        look: 'Each step overshoots, the next one more: after a few the loss is not finite, and training says where. Lower the rate tenfold.',
        set: { ...plain, data: 'hills', layers: ['16 relu'], loss: 'mse', optimizer: 'sgd rate=20' },
    },
    {
        label: 'Dead ReLUs',
        look: 'Take One epoch twice: at this rate units are thrown to where their slope is 0 at every point. What is dead stays dead, as no gradient comes back.',
        set: { ...plain, data: 'circles', layers: ['8 relu', '8 relu'], optimizer: 'sgd rate=3', seed: 1 },
    },
    {
        label: 'Overfit 30 points',
        look: 'Training loss falls to nothing while test loss climbs: watch the gap. Then set the L2 penalty to 0.02, or ask for more points.',
        set: { ...plain, data: 'moons', noise: 0.45, points: 100, test: 0.7, layers: ['32 relu', '32 relu'], optimizer: 'adam rate=0.01', seed: 1 },
    },
    {
        label: 'Vanishing gradients',
        look: 'Six layers of sigmoid, and one epoch: the first layer gets a hundred thousandth of the gradient of the output. Then try the same depth with ReLU and He.',
        set: { ...plain, data: 'circles', layers: Array.from({ length: 6 }, () => '8 sigmoid'), optimizer: 'sgd rate=0.5' },
    },
    {
        label: 'The same depth with ReLU and He',
        look: 'First weights by He keep the gradient of all six layers of one size, and a few epochs are enough.',
        set: { ...plain, data: 'circles', layers: Array.from({ length: 6 }, () => '8 relu'), init: 'he', optimizer: 'sgd rate=0.1' },
    },
    {
        label: 'All weights equal',
        look: 'Every unit of the layer computes the same and gets the same gradient, for ever. Random first weights are there to break this.',
        set: { ...plain, data: 'xor', layers: ['6 tanh'], init: 'ones', optimizer: 'adam rate=0.03' },
    },
];
