import { get } from './client';

/** An option of a concept, as the Catalog states it. */
export interface ConceptOption {
    name: string;
    kind: 'number' | 'integer' | 'size' | 'flag' | 'text';
    meaning: string;
    default: string | null;
    minimum: number | null;
    maximum: number | null;
    aboveMinimum: boolean;
    belowMaximum: boolean;
    choices: string[];
}

/** A loss, activation, optimizer, ... of the Catalog; formulas are MathML where they are functions of single numbers. */
export interface Concept {
    name: string;
    aliases: string[];
    summary: string;
    formula: string;
    formulaMath: string | null;
    gradient: string;
    gradientMath: string | null;
    expects: string;
    range: string;
    source: string;
    caveats: string;
    options: ConceptOption[];
}

export type ConceptKind = 'losses' | 'activations' | 'layers' | 'optimizers' | 'schedules' | 'initializers' | 'metrics' | 'datasets';

const known = new Map<ConceptKind, Promise<Concept[]>>();

/** All concepts of a kind; asked for once. */
export function concepts(kind: ConceptKind): Promise<Concept[]> {
    let found = known.get(kind);
    if (!found) {
        found = get<Concept[]>(`/catalog/${kind}`);
        found.catch(() => known.delete(kind));
        known.set(kind, found);
    }

    return found;
}

/** A specification such as `huber delta=1.5`: the name, and what differs from the defaults. */
export function specification(concept: Concept, values: Record<string, string>): string {
    const given = concept.options
        .filter(option => values[option.name] !== undefined && values[option.name] !== option.default)
        .map(option => `${option.name}=${values[option.name]}`);
    return [concept.name, ...given].join(' ');
}

/** The options in a specification, by name; the opposite of `specification`. */
export function optionsOf(text: string): { name: string; values: Record<string, string> } {
    const [name = '', ...rest] = text.trim().split(/\s+/);
    return { name, values: Object.fromEntries(rest.map(part => part.split('=', 2) as [string, string]).filter(pair => pair.length === 2)) };
}

/** A specification in words: `leaky relu, slope 0.2`. */
export function inWords(text: string): string {
    const { name, values } = optionsOf(text);
    return [name.replaceAll('-', ' '), ...Object.entries(values).map(([option, value]) => `${option} ${value.replace('-', '−')}`)].join(', ');
}
