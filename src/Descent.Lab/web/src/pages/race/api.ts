import { get, post } from '$lib/api/client';

export interface Surface {
    name: string;
    lesson: string;
    formula: string;
    /** Left, right, bottom, top. */
    bounds: [number, number, number, number];
    start: [number, number];
    minima: [number, number][];
}

/** Row by row from the bottom, each from the left. */
export interface Grid {
    columns: number;
    rows: number;
    losses: number[];
}

export interface Question {
    surface: string;
    x: number;
    y: number;
    steps: number;
    racers: string[];
    noise: number;
    seed: number;
    schedule: string;
    state: number;
}

export interface Path {
    racer: string;
    x: number[];
    y: number[];
    losses: number[];
    rates: number[];
    stateNames: string[];
    states: number[][];
    diverged: number | null;
    refused: string | null;
}

export const surfaces = () => get<Surface[]>('/race/surfaces');

export const grid = (name: string, signal: AbortSignal) => get<Grid>(`/race/surfaces/${name}`, {}, signal);

export const run = (question: Question, signal: AbortSignal) => post<Path[]>('/race', question, signal);
