import type { Plot } from '@observablehq/plot';
import type { Handle } from './types';

type Scale = NonNullable<ReturnType<Plot['scale']>>;

/** The two axes of a drawn chart: from numbers to places on it and back. */
export interface Axes {
    x: Scale;
    y: Scale;
}

/** The numbers within an axis or a handle's own bounds. */
function clamp(value: number, ends: [number, number]): number {
    return Math.min(Math.max(...ends), Math.max(Math.min(...ends), value));
}

function ends(scale: Scale): [number, number] {
    const domain = scale.domain as number[];
    return [domain[0]!, domain[domain.length - 1]!];
}

/** Moves a handle to a number, as far as it can go. */
export function moveTo(handle: Handle, axes: Axes, x: number, y: number) {
    const axis = handle.axis ?? 'both';
    handle.move(
        axis === 'y' ? handle.x : clamp(x, handle.bounds?.x ?? ends(axes.x)),
        axis === 'x' ? handle.y : clamp(y, handle.bounds?.y ?? ends(axes.y)),
    );
}

/** Moves a handle to a place on the chart, in pixels, on the grid of its steps if it has one. */
export function dragTo(handle: Handle, axes: Axes, left: number, top: number) {
    const at = (scale: Scale, place: number, step: number | undefined) => {
        const value = scale.invert!(place) as number;
        return step ? Number((Math.round(value / step) * step).toPrecision(12)) : value;
    };
    moveTo(handle, axes, at(axes.x, left, handle.step?.x), at(axes.y, top, handle.step?.y));
}

/** Moves a handle by a key; false where the key moves nothing. */
export function pressKey(handle: Handle, axes: Axes, key: string, far: boolean): boolean {
    const [ways, horizontal, vertical] = [handle.axis ?? 'both', ends(axes.x), ends(axes.y)];
    const step = (given: number | undefined, [low, high]: [number, number]) => (given ?? Math.abs(high - low) / 100) * (far ? 10 : 1);
    const [across, along] = [step(handle.step?.x, horizontal), step(handle.step?.y, vertical)];
    const only = (x: number, y: number): [number, number] => (ways === 'x' ? [x || y, 0] : ways === 'y' ? [0, y || x] : [x, y]);
    const ways4: Record<string, [number, number]> = {
        ArrowRight: only(1, 0), ArrowLeft: only(-1, 0), ArrowUp: only(0, 1), ArrowDown: only(0, -1), PageUp: only(10, 0), PageDown: only(-10, 0),
    };
    const way = ways4[key];
    if (way) {
        const tidy = (value: number) => Number(value.toPrecision(12));
        moveTo(handle, axes, tidy(handle.x + way[0] * across), tidy(handle.y + way[1] * along));
        return true;
    }

    const edge = { Home: Math.min, End: Math.max }[key];
    if (edge && ways !== 'both') {
        moveTo(handle, axes, edge(...(handle.bounds?.x ?? horizontal)), edge(...(handle.bounds?.y ?? vertical)));
        return true;
    }

    return false;
}
