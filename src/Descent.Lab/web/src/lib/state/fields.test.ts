import { expect, test } from 'vitest';
import { choice, decode, encode, flag, integer, number, numbers, text, texts } from './fields';

const fields = {
    e: number(1, -5, 5),
    seed: integer(7),
    loss: choice('mse', ['mse', 'mae', 'huber'] as const),
    hidden: flag(false),
    spec: text('adam'),
    start: numbers([1, 2]),
    racers: texts(['sgd', 'adam rate=0.01']),
};

const changed = {
    e: -2.25, seed: 42, loss: 'huber' as const, hidden: true, spec: 'adam rate=0.1', start: [0.1, -3e-7, 12], racers: ['lion', 'rmsprop rate=1e-3'],
};

test('a state comes back as it went', () => {
    const query = encode(1, fields, changed);
    expect(decode(1, fields, new URLSearchParams(query.toString()))).toEqual(changed);
});

test('the initial state needs no query, and the rest of the query stays', () => {
    const initial = decode(1, fields, new URLSearchParams());
    expect(encode(1, fields, initial).toString()).toBe('');
    expect(encode(1, fields, { ...initial, e: 3 }, new URLSearchParams('embed=1')).toString()).toBe('embed=1&e=3&v=1');
});

test('an empty list comes back as an empty list', () => {
    const query = encode(1, fields, { ...changed, start: [], racers: [] });
    expect(decode(1, fields, query)).toMatchObject({ start: [], racers: [] });
});

test.each(['e=6&v=1', 'e=NaN&v=1', 'e=&v=1', 'e=3&v=2', 'seed=1.5', 'loss=l7', 'hidden=yes', 'start=1,x'])('%s is as initially', query => {
    expect(decode(1, fields, new URLSearchParams(query))).toEqual(decode(1, fields, new URLSearchParams()));
});

test('initial values are not shared between states', () => {
    const first = decode(1, fields, new URLSearchParams());
    first.start.push(9);
    expect(decode(1, fields, new URLSearchParams()).start).toEqual([1, 2]);
});
