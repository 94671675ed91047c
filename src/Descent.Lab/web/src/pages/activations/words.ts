import { shown } from '$lib/format';
import type { ActivationCurve, Kink, Stretch } from './api';
import { least, most } from './state';

/** What happens at a kink, and the convention used there. */
export function kinkText(kink: Kink): string {
    return kink.jumps
        ? `At x = ${shown(kink.place)} the value jumps from ${shown(kink.before, 4)} to ${shown(kink.after, 4)}; the derivative used there is ${shown(kink.gradient, 4)}.`
        : `At x = ${shown(kink.place)} the slope is ${shown(kink.left, 4)} from the left and ${shown(kink.right, 4)} from the right; ${shown(kink.gradient, 4)} is used.`;
}

export function kinksText(curve: ActivationCurve): string {
    return curve.kinks.length > 0 ? curve.kinks.map(kinkText).join(' ') : `none from ${shown(least)} to ${shown(most)}`;
}

/** Where the slope is below the bound. */
export function saturatedText({ saturated }: ActivationCurve): string {
    const part = ({ from, to }: Stretch) =>
        from <= least && to >= most ? 'everywhere'
        : from <= least ? `x below ${shown(to, 3)}`
        : to >= most ? `x above ${shown(from, 3)}`
        : `x from ${shown(from, 3)} to ${shown(to, 3)}`;
    return saturated.length > 0 ? saturated.map(part).join('; ') : `nowhere from ${shown(least)} to ${shown(most)}`;
}
