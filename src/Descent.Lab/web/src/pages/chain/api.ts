import { get } from '$lib/api/client';

export interface Examples {
    worked: string[];
    runs: string[];
}

/** One factor of a chain of derivatives, and the product so far. */
export interface Link {
    derivative: string;
    is: string | null;
    value: number;
    product: string;
    productName: string;
    productValue: number;
}

export interface Step {
    name: string;
    section: number;
    symbol: string;
    formula: string | null;
    numbers: string | null;
    value: number;
    difference: number | null;
    note: string | null;
    sentence: string;
    uses: string[];
    chain: Link[];
}

export interface GraphNode {
    name: string;
    symbol: string;
    column: number;
    row: number;
    rows: number;
    value: number;
}

export interface Graph {
    nodes: GraphNode[];
    edges: { from: string; to: string }[];
}

/** Rows of x, y, yhat, e, e x. */
export interface Samples {
    rows: number[][];
    errorSum: number;
    termSum: number;
    weightGradient: number;
    biasGradient: number;
}

export interface Story {
    sections: { title: string; text: string }[];
    steps: Step[];
    graph: Graph | null;
    samples: Samples | null;
    loss: number | null;
    lossAfter: number | null;
}

/** A symbol's name as it is read: w11 for w_11, w(2)[3,1] for w^(2)_3,1. */
export const plain = (name: string) => name.replace(/_([\d,]+)/g, (_, lower: string) => (name.includes('^') || lower.includes(',') ? `[${lower}]` : lower)).replaceAll('^', '');

export const examples = () => get<Examples>('/chain/examples');

export const explain = (question: { what: string; updates: number; sample: number; weight: string }, signal: AbortSignal) =>
    get<Story>('/chain/explain', question, signal);
