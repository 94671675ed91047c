import { get, post } from '$lib/api/client';
import type { RunCurves, RunReport, RunState } from '$lib/run/report';

/** A run in a line. */
export interface RunSummary {
    name: string;
    state: RunState;
    reason: string;
    source: string;
    model: string;
    optimizer: string;
    epochs: number;
    planned: number | null;
    trainLoss: number | null;
    validationLoss: number | null;
    best: number | null;
    changed: number;
    hasModel: boolean;
}

export interface RunChanges {
    changed: RunSummary[];
    gone: string[];
}

export interface Curves {
    raw: RunCurves;
    smoothed: RunCurves | null;
}

export interface Comparison {
    runs: { name: string; curves: RunCurves }[];
    differences: { field: string; values: string[] }[];
}

export const report = (name: string, signal?: AbortSignal) => get<RunReport>('/runs/report', { name }, signal);
export const curves = (question: { name: string; smoothing: number }, signal: AbortSignal) =>
    get<Curves>('/runs/curves', { name: question.name, smoothing: question.smoothing }, signal);
export const compare = (question: { names: string[] }, signal: AbortSignal) =>
    get<Comparison>('/runs/compare', { names: question.names.join(';') }, signal);
export const stop = (name: string) => post<{ name: string }>('/runs/stop', { name });
export const pageOf = (name: string) => `/api/runs/page?name=${encodeURIComponent(name)}`;
