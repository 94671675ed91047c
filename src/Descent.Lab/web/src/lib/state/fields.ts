/** One value of a page's state, and how it is written in the address. */
export interface Field<T> {
    initial: T;
    /** The value of a text; undefined where it is none, and then the initial value holds. */
    read(text: string): T | undefined;
    write(value: T): string;
}

export type Fields = Record<string, Field<unknown>>;
export type Values<F extends Fields> = { [Name in keyof F]: F[Name] extends Field<infer T> ? T : never };

/** A number in a range. */
export function number(initial: number, least = -1e9, most = 1e9): Field<number> {
    return { initial, read: text => readNumber(text, least, most), write: value => String(shortened(value)) };
}

/** A whole number in a range, such as a seed. */
export function integer(initial: number, least = 0, most = 2 ** 31 - 1): Field<number> {
    return {
        initial,
        read: text => {
            const value = readNumber(text, least, most);
            return value === undefined || !Number.isInteger(value) ? undefined : value;
        },
        write: String,
    };
}

/** One of a few words. */
export function choice<T extends string>(initial: T, words: readonly T[]): Field<T> {
    return { initial, read: text => words.find(word => word === text), write: value => value };
}

/** Yes or no. */
export function flag(initial: boolean): Field<boolean> {
    return { initial, read: text => (text === '1' ? true : text === '0' ? false : undefined), write: value => (value ? '1' : '0') };
}

/** Any text of bounded length. */
export function text(initial: string, longest = 300): Field<string> {
    return { initial, read: given => (given.length <= longest ? given : undefined), write: value => value };
}

/** Several numbers. */
export function numbers(initial: number[], most = 400): Field<number[]> {
    return {
        initial,
        read: given => {
            const values = given === '' ? [] : given.split(',').map(part => readNumber(part, -1e12, 1e12));
            return values.length <= most && values.every(value => value !== undefined) ? (values as number[]) : undefined;
        },
        write: values => values.map(value => String(shortened(value))).join(','),
    };
}

/** Several words or specifications, separated by semicolons. */
export function texts(initial: string[], most = 40): Field<string[]> {
    return {
        initial,
        read: given => {
            const values = given === '' ? [] : given.split(';');
            return values.length <= most ? values : undefined;
        },
        write: values => values.join(';'),
    };
}

/** The query of a state: the version, and what differs from the initial values. Other parts of the query are kept. */
export function encode<F extends Fields>(version: number, fields: F, values: Values<F>, query = new URLSearchParams()): URLSearchParams {
    const result = new URLSearchParams(query);
    let changed = false;
    for (const name of Object.keys(fields)) {
        const field = fields[name]!;
        const written = field.write(values[name]);
        if (written === field.write(field.initial)) {
            result.delete(name);
        } else {
            result.set(name, written);
            changed = true;
        }
    }

    if (changed) {
        result.set('v', String(version));
    } else {
        result.delete('v');
    }

    return result;
}

/** The state of a query; what is missing, of another version or no such value, is as initially. */
export function decode<F extends Fields>(version: number, fields: F, query: URLSearchParams): Values<F> {
    const given = query.get('v');
    const known = given === null || given === String(version);
    return Object.fromEntries(
        Object.entries(fields).map(([name, field]) => {
            const written = known ? query.get(name) : null;
            const value = written === null ? undefined : field.read(written);
            return [name, value === undefined ? structuredClone(field.initial) : value];
        }),
    ) as Values<F>;
}

// An address with 17 digits for each number would be long; six decimals are beyond what a page shows.
function shortened(value: number): number {
    return Number(value.toPrecision(9));
}

function readNumber(given: string, least: number, most: number): number | undefined {
    const value = given.trim() === '' ? NaN : Number(given);
    return Number.isFinite(value) && value >= least && value <= most ? value : undefined;
}
