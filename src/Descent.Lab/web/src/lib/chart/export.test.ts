import { expect, test } from 'vitest';
import { csvText, fileName } from './export';

test('cells with commas, quotes and line ends are quoted', () => {
    expect(csvText({ columns: ['a', 'b, c'], rows: [[1.5, 'say "x"'], [null, 'two\nlines']] })).toBe('a,"b, c"\r\n1.5,"say ""x"""\r\n,"two\nlines"\r\n');
});

test('a title makes a file name', () => {
    expect(fileName('Loss over w (MSE)', 'svg')).toBe('loss-over-w-mse.svg');
});
