import { get } from '$lib/api/client';

export interface Kink {
    place: number;
    value: number;
    /** The derivative that the engine uses there. */
    gradient: number;
    left: number;
    right: number;
    before: number;
    after: number;
    jumps: boolean;
}

export interface Stretch {
    from: number;
    to: number;
}

export interface ActivationCurve {
    activation: string;
    formulaMath: string;
    gradientMath: string;
    values: number[];
    gradients: number[];
    kinks: Kink[];
    saturated: Stretch[];
    monotone: boolean;
}

export interface ActivationCurves {
    places: number[];
    curves: ActivationCurve[];
}

export interface ActivationReading {
    activation: string;
    value: number;
    gradient: number;
    saturated: boolean;
}

export interface SignalReading {
    activation: string;
    signals: number[];
    factors: number[];
    gradients: number[];
}

export interface NetReading {
    signals: number[];
    gradients: number[];
    weightGradients: number[];
    verdict: string;
}

export interface SoftmaxReading {
    probabilities: number[];
    jacobian: number[][];
}

const joined = <T extends { activations: string[] }>(asked: T) => ({ ...asked, activations: asked.activations.join(';') });

export const names = () => get<string[]>('/activations');

export const curves = (asked: { activations: string[]; from: number; to: number; bound: number }, signal: AbortSignal) =>
    get<ActivationCurves>('/activations/curves', { ...joined(asked), points: 481 }, signal);

export const at = (asked: { activations: string[]; x: number; bound: number }, signal: AbortSignal) =>
    get<ActivationReading[]>('/activations/at', joined(asked), signal);

export const chain = (asked: { activations: string[]; x: number; w: number; depth: number }, signal: AbortSignal) =>
    get<SignalReading[]>('/activations/chain', joined(asked), signal);

/** A network: activation, initializer and normalization, with bars between them. */
export const nets = ({ nets, depth, seed }: { nets: string[]; depth: number; seed: number }, signal: AbortSignal) =>
    Promise.all(nets.map(net => {
        const [activation, initializer, normalization] = net.split('|');
        return get<NetReading>('/activations/net', { activation, initializer, normalization, depth, seed }, signal);
    }));

export const softmax = (asked: { logits: number[] }, signal: AbortSignal) =>
    get<SoftmaxReading>('/activations/softmax', { logits: asked.logits.join(',') }, signal);
