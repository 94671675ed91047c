/** A number as pages show it: so many significant digits, a true minus, and an exponent where zeros would hide it. */
export function shown(value: number | null | undefined, digits = 5): string {
    if (value === null || value === undefined || Number.isNaN(value)) {
        return value === null || value === undefined ? '–' : 'not a number';
    }

    if (!Number.isFinite(value)) {
        return value > 0 ? '∞' : '−∞';
    }

    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
        const [mantissa, exponent] = value.toExponential(Math.max(0, digits - 2)).split('e') as [string, string];
        return minus(`${trimmed(mantissa)}e${exponent.replace('+', '')}`);
    }

    return minus(trimmed(Number(value.toPrecision(digits)).toString()));
}

function trimmed(text: string): string {
    return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}

function minus(text: string): string {
    return text.replaceAll('-', '−');
}
