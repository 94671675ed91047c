import type * as Plot from '@observablehq/plot';
import { curve, limits as limitsOf, pointsOf } from '$lib/chart/curves';
import type { LossCurves } from './api';

/** A line for each loss. */
export const lines = (whole: LossCurves | undefined, what: 'values' | 'gradients'): Plot.Markish[] =>
    (whole?.curves ?? []).map((one, i) => curve(pointsOf(whole!.places, one[what]), i, one.loss === 'binary-zero-one' ? { curve: 'step-after' } : {}));

export const limits = (whole: LossCurves | undefined, what: 'values' | 'gradients') => limitsOf((whole?.curves ?? []).map(one => one[what]));
