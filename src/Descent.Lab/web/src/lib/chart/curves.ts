import * as Plot from '@observablehq/plot';
import { colourOf, dashOf } from './series';

export interface Point {
    x: number;
    y: number;
}

export const pointsOf = (places: number[], values: number[]): Point[] => values.map((y, i) => ({ x: places[i]!, y }));

/** A line in the colour and the pattern of its place in the legend; it breaks where a value is not finite. */
export const curve = (points: Point[], index: number, options: Plot.LineOptions = {}) =>
    Plot.line(points, {
        x: 'x', y: (point: Point) => (Number.isFinite(point.y) ? point.y : NaN),
        stroke: colourOf(index), strokeWidth: 2.4, strokeDasharray: dashOf(index), clip: true, ...options,
    });

/** The ends of the vertical axis: what the curves reach, but not their wildest. */
export function limits(lists: number[][]): [number, number] {
    const finite = lists.flat().filter(Number.isFinite);
    if (finite.length === 0) {
        return [-1, 1];
    }

    const [low, high] = [Math.max(-10, Math.min(0, ...finite)), Math.min(10, Math.max(1, ...finite))];
    return [low - 0.03 * (high - low), high + 0.05 * (high - low)];
}
