import type { Plane, UnitMap } from './api';

type Colour = [number, number, number];

/** The colours of the theme as numbers, for pictures made of cells. */
export interface Palette {
    surface: Colour;
    ink: Colour;
    classes: Colour[];
}

/** The tokens of the classes, in the order of the palette; a point's symbol says the same as its colour. */
export const classColours = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)'];
export const classSymbols = ['circle', 'triangle', 'square', 'diamond2'] as const;

/** Reads the theme's colours. */
export function readPalette(): Palette {
    const style = getComputedStyle(document.documentElement);
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const colour = (name: string): Colour => {
        context.fillStyle = style.getPropertyValue(name).trim();
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)] as Colour;
    };
    return { surface: colour('--surface'), ink: colour('--ink'), classes: [1, 2, 3, 4].map(series => colour(`--series-${series}`)) };
}

const mixed = (from: Colour, to: Colour, share: number): Colour =>
    [0, 1, 2].map(i => Math.round(from[i]! + (to[i]! - from[i]!) * share)) as Colour;

/** The colour of a number between the lowest (0) and the highest (1): orange, through the ground, to blue. */
export function diverging(palette: Palette, share: number): Colour {
    return share < 0.5
        ? mixed(palette.surface, palette.classes[1]!, (0.5 - share) * 1.7)
        : mixed(palette.surface, palette.classes[0]!, (share - 0.5) * 1.7);
}

export const css = (colour: Colour) => `rgb(${colour.join(' ')})`;

/** The bytes of a text in base64. */
export function bytes(text: string): Uint8Array {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

/** The boundary as a picture; where what is predicted changes, a dark line says so without colour. */
export function paintPlane(plane: Plane, task: string, classes: number, palette: Palette): string {
    const [winners, levels] = [bytes(plane.winners), bytes(plane.levels)];
    const even = task === 'classification' ? 1 / Math.max(2, classes) : 0;
    const colour = (cell: number) => {
        const level = levels[cell]! / 255;
        return task === 'regression'
            ? diverging(palette, level)
            : mixed(palette.surface, palette.classes[winners[cell]! % 4]!, 0.1 + 0.5 * Math.max(0, (level - even) / (1 - even)));
    };
    const side = (cell: number) => (task === 'regression' ? Number(levels[cell]! >= 128) : winners[cell]!);
    return paint(plane.cells, colour, side, palette);
}

/** What a unit computes, as a picture: blue above 0, orange below, and a dark line where it is 0. */
export function paintMap(map: UnitMap, palette: Palette, canvas: HTMLCanvasElement) {
    const cells = bytes(map.cells);
    const size = Math.round(Math.sqrt(cells.length));
    canvas.width = canvas.height = size;
    draw(canvas, size, cell => diverging(palette, cells[cell]! / 255), cell => Number(cells[cell]! >= 128), palette);
}

function paint(size: number, colour: (cell: number) => Colour, side: (cell: number) => number, palette: Palette): string {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = size;
    draw(canvas, size, colour, side, palette);
    return canvas.toDataURL();
}

function draw(canvas: HTMLCanvasElement, size: number, colour: (cell: number) => Colour, side: (cell: number) => number, palette: Palette) {
    const context = canvas.getContext('2d')!;
    const image = context.createImageData(size, size);
    for (let cell = 0; cell < size * size; cell++) {
        const [right, below] = [cell % size < size - 1 ? cell + 1 : cell, cell + size < size * size ? cell + size : cell];
        const own = side(cell);
        const isEdge = side(right) !== own || side(below) !== own;
        image.data.set([...(isEdge ? mixed(colour(cell), palette.ink, 0.55) : colour(cell)), 255], cell * 4);
    }

    context.putImageData(image, 0, 0);
}
