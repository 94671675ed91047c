import * as Plot from '@observablehq/plot';
import { curve, pointsOf, type Point } from '$lib/chart/curves';
import { colourOf } from '$lib/chart/series';
import type { ActivationCurves, ActivationCurve } from './api';

type What = 'values' | 'gradients';

/** The points of a curve, broken where it jumps: a slope jumps at each kink, a value at some. */
function broken(places: number[], one: ActivationCurve, what: What): Point[] {
    const breaks = one.kinks.filter(kink => what === 'gradients' || kink.jumps).flatMap(({ place, before, after, left, right, jumps }) => [
        ...(what === 'values' ? [{ x: place, y: before }] : jumps ? [] : [{ x: place, y: left }]),
        { x: place, y: NaN },
        ...(what === 'values' ? [{ x: place, y: after }] : jumps ? [] : [{ x: place, y: right }]),
    ]);
    const at = new Set(one.kinks.map(kink => kink.place));
    const kept = breaks.length > 0 ? pointsOf(places, one[what]).filter(point => !at.has(point.x)) : pointsOf(places, one[what]);
    // The order among points of one place stays.
    return [...kept, ...breaks].sort((first, second) => first.x - second.x);
}

/** A line for each activation, underlaid where it is saturated, with its kinks: open where it comes from, full where it is. */
export function lines(whole: ActivationCurves | undefined, what: What): Plot.Markish[] {
    return (whole?.curves ?? []).flatMap((one, i) => {
        const points = broken(whole!.places, one, what);
        const value = what === 'values' ? 'value' : 'gradient';
        return [
            ...one.saturated.map(({ from, to }) => Plot.line(points.filter(point => point.x >= from && point.x <= to), {
                x: 'x', y: 'y', stroke: colourOf(i), strokeWidth: 11, strokeOpacity: 0.2, strokeLinecap: 'butt', clip: true,
            })),
            curve(points, i),
            ...(what === 'values' ? [] : [Plot.dot(one.kinks.filter(kink => !kink.jumps).flatMap(kink => [[kink.place, kink.left], [kink.place, kink.right]]), {
                x: '0', y: '1', r: 4, fill: 'var(--surface)', stroke: colourOf(i), strokeWidth: 1.8,
            })]),
            Plot.dot(one.kinks, { x: 'place', y: value, r: 4, fill: what === 'values' ? 'var(--surface)' : colourOf(i), stroke: colourOf(i), strokeWidth: 1.8 }),
        ];
    });
}
