/** The document of a run (RunReport in the library). */
export interface RunReport {
    version: number;
    name: string;
    status: RunStatus;
    recipe: RecipeField[];
    epochs: number | null;
    curves: RunCurves;
    model: ReportLayer | null;
    data: ReportData | null;
    test: ReportTest | null;
    findings: ReportFinding[];
    isExamined: boolean;
    health: ReportHealth | null;
    gaps: string[];
}

export type RunState = 'Training' | 'Done' | 'Interrupted' | 'Failed';

export interface RunStatus {
    state: RunState;
    reason: string;
    log: string[];
}

export interface RecipeField {
    name: string;
    value: string;
    meaning: string;
}

export type Column = (number | null)[];

export interface RunCurves {
    epochs: number[];
    trainLoss: Column;
    validationLoss: Column;
    metrics: Record<string, Column>;
    learningRate: Column;
    samplesPerSecond: Column;
    seconds: number;
    count: number;
    bestEpoch: number;
}

export interface ReportLayer {
    name: string;
    description: string;
    parameters: number;
    outputShape: number[] | null;
    children: ReportLayer[];
}

export interface ReportData {
    source: string;
    task: 'Classification' | 'Regression';
    inputShape: number[];
    outputs: string[];
    parts: { name: string; samples: number; classes: number[] }[];
    notes: string[];
    hasChanged: boolean;
}

export interface ReportTest {
    samples: number;
    loss: number | null;
    metrics: Record<string, number | null>;
    classes: ReportClasses | null;
    values: ReportValues[];
    mistakes: ReportSamples;
}

export interface ReportClasses {
    count: number;
    scores: { class: string; samples: number; precision: number; recall: number; f1: number }[];
    matrix: number[][];
    confusions: { actual: string; predicted: string; count: number }[];
    reliability: { from: number; to: number; count: number; confidence: number; accuracy: number }[];
    calibrationError: number | null;
    roc: ClassCurve[];
    precisionRecall: ClassCurve[];
}

export interface ClassCurve {
    class: string;
    area: number | null;
    x: number[];
    y: number[];
}

export interface ReportValues {
    name: string;
    targets: number[];
    predictions: number[];
    residuals: { from: number; to: number; count: number }[];
    bias: number;
}

export interface ReportSamples {
    columns: string[];
    pictureShape: number[];
    worst: ReportSample[];
    confident: ReportSample[];
    wrong: number;
}

export interface ReportSample {
    index: number;
    actual: string;
    predicted: string;
    confidence: number | null;
    actualProbability: number | null;
    residual: number | null;
    picture: string | null;
    row: string[];
}

export interface ReportHealth {
    steps: number[];
    epochs: number[];
    parameters: { path: string; gradientNorm: Column; updateRatio: Column }[];
    activations: {
        path: string;
        layer: string;
        mean: number | null;
        deviation: number | null;
        gradient: number | null;
        units: number;
        dead: number | null;
        saturated: number | null;
    }[];
}

export interface ReportFinding {
    name: string;
    severity: 'critical' | 'warning' | 'notice';
    title: string;
    where: string;
    evidence: string;
    meaning: string;
    remedy: string;
}

/** What a metric is called in text: `logLoss` becomes "log loss". */
export function metricName(name: string): string {
    const known: Record<string, string> = { f1: 'F1', r2: 'R²', rmse: 'RMSE', mae: 'MAE', 'roc-auc': 'ROC AUC' };
    const words = name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
    return known[words] ?? words.replaceAll('-', ' ');
}

export const states: Record<RunState, string> = { Training: 'training', Done: 'done', Interrupted: 'interrupted', Failed: 'failed' };

/** Colour and pattern of a series; the pattern says the same as the colour. */
export const series = (index: number) => ({
    colour: `var(--series-${(index % 8) + 1})`,
    dash: ['', '7 3', '2 3', '9 3 2 3', '12 4', '1 4', '5 2 1 2', '4 4'][index % 8]!,
});
