import { get } from '$lib/api/client';

/** The loss over the weight, and the samples. */
export interface LossCurve {
    weights: number[];
    losses: number[];
    inputs: number[];
    targets: number[];
}

/** Loss, slope and the next step at one weight. */
export interface LossPoint {
    weight: number;
    loss: number;
    gradient: number;
    next: number;
    nextLoss: number;
}

export const curve = () => get<LossCurve>('/start/curve');

export const at = (question: { w: number; rate: number }, signal: AbortSignal) => get<LossPoint>('/start/at', question, signal);
