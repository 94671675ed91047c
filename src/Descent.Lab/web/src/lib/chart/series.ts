/** A colour and a pattern of its own for each of several curves, so that neither is needed alone. */
const dashes = ['', '8 4', '2 3', '10 3 2 3', '5 2', '1 4'];

export const colourOf = (index: number) => `var(--series-${(index % 8) + 1})`;

export const dashOf = (index: number) => dashes[index % dashes.length]!;
