import { decode, encode, type Fields, type Values } from './fields';

const delay = 250;
let pending: (() => void) | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * A page's state, kept in the address: read from it, written to it a moment after each change, and read anew when the address changes.
 * Call it while a component is set up. The object is reactive; assign to its members.
 * @param version Grows when the meaning of a field changes; links of another version open the initial state.
 */
export function pageState<F extends Fields>(version: number, fields: F): Values<F> {
    const read = () => decode(version, fields, new URLSearchParams(location.search));
    const values = $state(read());
    $effect(() => {
        const query = encode(version, fields, $state.snapshot(values) as Values<F>, new URLSearchParams(location.search));
        schedule(query);
    });
    $effect(() => {
        const again = () => Object.assign(values, read());
        addEventListener('addresschange', again);
        return () => {
            removeEventListener('addresschange', again);
            clearTimeout(timer);
            pending = undefined;
        };
    });
    return values;
}

/** Writes what waits to be written to the address. */
export function flushUrl() {
    clearTimeout(timer);
    pending?.();
    pending = undefined;
}

// Browsers refuse addresses that change at every move of a drag.
function schedule(query: URLSearchParams) {
    clearTimeout(timer);
    pending = () => {
        const wanted = query.size > 0 ? `?${query}` : '';
        if (wanted !== location.search) {
            history.replaceState(null, '', `${location.pathname}${wanted}${location.hash}`);
        }
    };
    timer = setTimeout(flushUrl, delay);
}
