import { get } from '$lib/api/client';

export interface GraphValues {
    count: number;
    least: number | null;
    most: number | null;
    mean: number | null;
    deviation: number | null;
    notFinite: number;
    histogram: { from: number; to: number; count: number }[];
}

export interface GraphNode {
    id: number;
    kind: 'Input' | 'Parameter' | 'Forward' | 'Backward';
    name: string;
    path: string;
    layer: string;
    shape: number[];
    inputs: number[];
    formula: string | null;
    derivative: string | null;
    values: GraphValues;
    gradient: GraphValues | null;
    seconds: number;
    flops: number;
    bytes: number;
}

export interface ModelGraph {
    nodes: GraphNode[];
    loss: number;
    samples: number;
}

export interface Question {
    run: string;
    source: string;
    layers: string;
    loss: string;
}

export const graph = (question: Question, signal: AbortSignal) =>
    question.run !== ''
        ? get<ModelGraph>('/model/run', { name: question.run }, signal)
        : get<ModelGraph>('/model/recipe', { source: question.source, layers: question.layers, loss: question.loss }, signal);

export const sources = () => get<string[]>('/model/sources');

/** A shape as it is shown. */
export const shapeText = (shape: number[]) => (shape.length === 0 ? 'number' : `[${shape.join(', ')}]`);
