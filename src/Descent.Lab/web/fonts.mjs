// The mathematics font with the letters and signs that the Lab's formulas use: a quarter of the whole.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import subsetFont from 'subset-font';

const range = (from, to) => String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
const characters = [
    range(0x20, 0x7e), range(0xa0, 0xff), range(0x391, 0x3c9), range(0x2010, 0x2044), range(0x2061, 0x2064), range(0x2190, 0x2194),
    range(0x2200, 0x2265), '‖⋅⟨⟩⌈⌉⌊⌋ℓℝℎ', range(0x1d434, 0x1d467), range(0x1d6fc, 0x1d71b), range(0x300, 0x308), 'ˆˉ˜',
].join('');

const whole = readFileSync('node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2');
const part = await subsetFont(whole, characters, { targetFormat: 'woff2' });
mkdirSync('generated', { recursive: true });
writeFileSync('generated/stix-two-math.woff2', part);
