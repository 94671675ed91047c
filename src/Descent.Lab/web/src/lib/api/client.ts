/** What the server refused, with its sentence for people. */
export class ApiError extends Error {
    constructor(readonly status: number, detail: string) {
        super(detail);
    }
}

/** A value that can stand in a query. */
export type QueryValue = string | number | boolean | null | undefined;

/** Asks for something; numbers that are not finite arrive as numbers, too. */
export function get<T>(path: string, query: Record<string, QueryValue> = {}, signal?: AbortSignal): Promise<T> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
        if (value !== null && value !== undefined) {
            parameters.set(name, String(value));
        }
    }

    return send<T>(parameters.size > 0 ? `/api${path}?${parameters}` : `/api${path}`, { signal: signal ?? null });
}

/** Sends something and takes the answer. */
export function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return send<T>(`/api${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: writeJson(body),
        signal: signal ?? null,
    });
}

/** JSON in which a number that is not finite is a string, as the server reads and writes it. */
export function writeJson(value: unknown): string {
    return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner));
}

/** The opposite of writeJson. */
export function readJson<T>(text: string): T {
    return /"(?:NaN|-?Infinity)"/.test(text)
        ? (JSON.parse(text, (_, inner: unknown) => (inner === 'NaN' || inner === 'Infinity' || inner === '-Infinity' ? Number(inner) : inner)) as T)
        : (JSON.parse(text) as T);
}

/** What to tell about an error. */
export function message(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}

async function send<T>(address: string, request: RequestInit): Promise<T> {
    let response: Response;
    try {
        response = await fetch(address, request);
    } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') {
            throw error;
        }

        throw new ApiError(0, 'The Lab does not answer. Is "descent lab" still running? Start it again and reload this page.');
    }

    const text = await response.text();
    if (!response.ok) {
        throw new ApiError(response.status, detailOf(text) ?? `The server answered ${response.status}.`);
    }

    return text.length === 0 ? (undefined as T) : readJson<T>(text);
}

function detailOf(text: string): string | undefined {
    try {
        return (JSON.parse(text) as { detail?: string }).detail;
    } catch {
        return undefined;
    }
}
