/** The n-th racer's colour and pattern; both say the same. */
export function styleOf(index: number): { colour: string; dash: string } {
    const dashes = ['', '7 4', '2 4', '9 3 2 3', '12 5'];
    return { colour: `var(--series-${(index % 8) + 1})`, dash: dashes[Math.floor(index / 8 + index) % dashes.length]! };
}

/** A step further than the last one that a path has is its last one. */
export function last<T>(values: T[], at: number): T | undefined {
    return values[Math.min(at, values.length - 1)];
}
