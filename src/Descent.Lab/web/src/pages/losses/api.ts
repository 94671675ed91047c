import { get } from '$lib/api/client';

export type View = 'regression' | 'margin';

export interface LossCurve {
    loss: string;
    values: number[];
    gradients: number[];
    /** For margins: where it is at least the 0/1 loss. */
    bounds: boolean[];
}

export interface LossCurves {
    places: number[];
    curves: LossCurve[];
}

export interface LossReading {
    loss: string;
    value: number;
    gradient: number;
}

export interface LineFits {
    inputs: number[];
    targets: number[];
    lines: { loss: string; slope: number; intercept: number; mean: number; refused: string | null }[];
}

export interface ClassReading {
    probabilities: number[];
    targets: number[];
    differences: number[];
    gradient: number[];
    loss: number;
    shiftedProbabilities: number[];
    shiftedLoss: number;
}

export interface DistributionReading {
    p: number[];
    q: number[];
    entropyP: number;
    entropyQ: number;
    crossEntropy: number;
    divergence: number;
    reverse: number;
    jensenShannon: number;
}

export interface GeneralizationResult {
    x: number[];
    y: number[];
    grid: number[];
    truth: number[];
    fit: number[];
    averageLoss: number;
    expectedLoss: number;
    leastLoss: number;
    gap: number;
    keptStep: number;
    history: { step: number; average: number; validation: number; expected: number }[];
}

export interface GeneralizationCurve {
    along: string;
    places: number[];
    average: number[];
    expected: number[];
    least: number;
    draws: number;
}

interface Scalar {
    losses: string[];
    y?: number;
    unit?: string;
}

const query = ({ losses, y, unit }: Scalar) => ({ losses: losses.join(';'), y, unit });

/** Options that change nothing that is seen of one sample. */
export const unseen = ['reduction', 'full', 'eps'];

export const names = (view: View) => get<string[]>(`/losses/${view}`);

export const curves = (view: View) => (asked: Scalar & { from: number; to: number }, signal: AbortSignal) =>
    get<LossCurves>(`/losses/${view}/curves`, { ...query(asked), from: asked.from, to: asked.to }, signal);

export const at = (view: View) => (asked: Scalar & { x: number }, signal: AbortSignal) =>
    get<LossReading[]>(`/losses/${view}/at`, { ...query(asked), x: asked.x }, signal);

export const fit = (asked: { losses: string[]; x: number; y: number }, signal: AbortSignal) =>
    get<LineFits>('/losses/fit', { losses: asked.losses.join(';'), x: asked.x, y: asked.y }, signal);

export const classes = (asked: { logits: number[]; target: number; temperature: number; smoothing: number; shift: number }, signal: AbortSignal) =>
    get<ClassReading>('/losses/classes', { ...asked, logits: asked.logits.join(',') }, signal);

export const distributions = (asked: { p: number[]; q: number[]; unit: string }, signal: AbortSignal) =>
    get<DistributionReading>('/losses/distributions', { p: asked.p.join(','), q: asked.q.join(','), unit: asked.unit }, signal);

export interface GeneralizationQuestion {
    samples: number;
    capacity: number;
    noise: number;
    penalty: string;
    strength: number;
    early: boolean;
    seed: number;
}

export const generalization = (asked: GeneralizationQuestion, signal: AbortSignal) =>
    get<GeneralizationResult>('/losses/generalization', { ...asked }, signal);

export const along = ({ along: way, ...asked }: GeneralizationQuestion & { along: string }, signal: AbortSignal) =>
    get<GeneralizationCurve>(`/losses/generalization/${way}`, { ...asked }, signal);
