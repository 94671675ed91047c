import { get, post } from '$lib/api/client';

/** What can be chosen, and the bounds. */
export interface Choices {
    data: string[];
    losses: { classification: string[]; regression: string[] };
    initializers: string[];
    mostLayers: number;
    mostUnits: number;
    mostPoints: number;
    mostEpochs: number;
}

export interface Point {
    x: number;
    y: number;
    target: number;
    test: boolean;
}

export interface Range {
    name: string;
    from: number;
    to: number;
}

/** A training that was set up; states and histories name its number. */
export interface Setup {
    id: string;
    setup: number;
    points: Point[];
    x: Range;
    y: Range;
    task: 'classification' | 'regression';
    classes: string[];
    low: number;
    high: number;
    scoreName: string;
    model: string;
    parameters: number;
    batchesPerEpoch: number;
    notes: string[];
}

/** A measure on both parts. */
export interface Moment {
    epoch: number;
    trainLoss: number;
    testLoss: number;
    gap: number;
    trainScore: number | null;
    testScore: number | null;
    rate: number;
}

export interface Plane {
    cells: number;
    winners: string;
    levels: string;
}

export interface UnitMap {
    least: number;
    most: number;
    cells: string;
}

export interface Layer {
    name: string;
    path: string;
    units: string[];
    maps: UnitMap[];
    weights: number[];
    biases: number[];
    gradientNorm: number | null;
    largestGradient: number | null;
    histogram: number[];
    dead: number[];
    flat: number[];
}

export type Status = 'paused' | 'running' | 'finished' | 'failed';

export interface State {
    setup: number;
    version: number;
    status: Status;
    message: string | null;
    epoch: number;
    samples: number;
    steps: number;
    stepLoss: number | null;
    now: Moment;
    journal: string | null;
    canUndo: boolean;
    plane: Plane;
    layers: Layer[];
}

export interface History {
    setup: number;
    from: number;
    moments: Moment[];
}

/** What every unit and the network answer at a point. */
export interface PointAnswer {
    x: number;
    y: number;
    units: number[][];
    answer: number[];
}

/** Something that the doctor found. */
export interface Finding {
    name: string;
    severity: 'notice' | 'warning' | 'critical';
    title: string;
    where: string;
    epoch: number;
    evidence: string;
    meaning: string;
    remedy: string;
}

export interface TableColumn {
    name: string;
    kind: string;
    distinct: number;
    /** What predicting it is; null where it cannot be predicted. */
    task: 'classification' | 'regression' | null;
}

export interface Edit {
    path: string;
    index: number;
    value: number;
}

/** Everything that a training is made of, as the server takes it. */
export interface Settings {
    data: string;
    points: number;
    noise: number;
    testFraction: number;
    seed: number;
    drawn: number[];
    table: { text: string; target: string; features: string[] } | null;
    layers: string[];
    init: string;
    dropout: number;
    l1: number;
    l2: number;
    loss: string;
    optimizer: string;
    schedule: string;
    batchSize: number;
    epochs: number;
    journal: string;
}

export const choices = () => get<Choices>('/playground/choices');

export const setUp = (id: string | undefined, settings: Settings, signal?: AbortSignal) =>
    post<Setup>(id ? `/playground/sessions?id=${id}` : '/playground/sessions', settings, signal);

/** Paces in epochs a second; 0 is as fast as it can be. */
export const act = (id: string, what: string, edit: Edit | null = null, pace = 0) =>
    post<State>(`/playground/sessions/${id}/do`, { do: what, edit, pace });

export const at = (id: string, x: number, y: number, signal: AbortSignal) => get<PointAnswer>(`/playground/sessions/${id}/at`, { x, y }, signal);

export const findings = (id: string, signal: AbortSignal) => get<Finding[]>(`/playground/sessions/${id}/doctor`, {}, signal);

export const columns = (text: string) => post<TableColumn[]>('/playground/table', { text });

export const exportPath = (id: string, kind: string) => `/api/playground/sessions/${id}/export/${kind}`;
