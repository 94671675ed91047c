import * as Plot from '@observablehq/plot';
import type { LossCurves } from './api';
import { colourOf, dashOf } from './series';

/** A line for each loss. */
export function lines(curves: LossCurves | undefined, what: 'values' | 'gradients'): Plot.Markish[] {
    return (curves?.curves ?? []).map((curve, i) =>
        Plot.line(curve[what], {
            x: (_: number, at: number) => curves!.places[at]!, y: (value: number) => (Number.isFinite(value) ? value : NaN),
            stroke: colourOf(i), strokeWidth: 2.4, strokeDasharray: dashOf(i), clip: true, curve: curve.loss === 'binary-zero-one' ? 'step-after' : 'linear',
        }));
}

/** The ends of the vertical axis: what the curves reach, but not their wildest. */
export function limits(curves: LossCurves | undefined, what: 'values' | 'gradients'): [number, number] {
    const finite = (curves?.curves ?? []).flatMap(curve => curve[what]).filter(Number.isFinite);
    if (finite.length === 0) {
        return [-1, 1];
    }

    const [low, high] = [Math.max(-10, Math.min(0, ...finite)), Math.min(10, Math.max(1, ...finite))];
    return [low - 0.03 * (high - low), high + 0.05 * (high - low)];
}
