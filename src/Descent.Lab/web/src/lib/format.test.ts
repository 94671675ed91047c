import { expect, test } from 'vitest';
import { shown } from './format';

test.each([
    [9, '9'], [0, '0'], [-0.3, '−0.3'], [0.8543552444685272, '0.85436'], [1234567, '1234600'], [1e9, '1e9'], [0.00001234, '1.234e−5'],
    [Infinity, '∞'], [-Infinity, '−∞'], [NaN, 'not a number'], [null, '–'],
])('%s is shown as %s', (value, text) => {
    expect(shown(value)).toBe(text);
});
