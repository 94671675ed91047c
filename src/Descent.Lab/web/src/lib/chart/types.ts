/** The numbers behind a chart. */
export interface Table {
    columns: string[];
    rows: (number | string | null)[][];
}

/** Something on a chart to drag with the mouse or a finger, or to move by arrow keys (with Shift ten times as far). */
export interface Handle {
    id: string;
    /** What it is, for those who do not see it. */
    label: string;
    x: number;
    y: number;
    /** The ways it can go; both if not said. */
    axis?: 'x' | 'y' | 'both';
    /** How far an arrow key goes; a hundredth of the chart if not said. */
    step?: { x?: number; y?: number };
    /** How far it can go; the ends of the chart if not said. */
    bounds?: { x?: [number, number]; y?: [number, number] };
    /** Where it is, in words. */
    text?: string;
    /** A colour such as `var(--value)`. */
    colour?: string;
    /** A letter in it. */
    mark?: string;
    /** A line through it, from top to bottom. */
    rule?: boolean;
    move: (x: number, y: number) => void;
}

/** An entry of the legend; the line's pattern says the same as its colour. */
export interface LegendEntry {
    label: string;
    colour: string;
    dash?: string;
    shape?: 'line' | 'dot' | 'area';
}

/** The part of the plane that is seen, when a reader has zoomed. */
export interface View {
    x?: [number, number] | undefined;
    y?: [number, number] | undefined;
}

/** What the chart tells the function that makes Plot's options. */
export interface Drawing {
    width: number;
    height: number;
    view: View;
    /** Whether there is little room: fewer ticks, no side labels. */
    narrow: boolean;
}
