import type { Table } from './types';

const copied = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'fill-opacity', 'opacity', 'font', 'text-anchor', 'stroke-linecap'];

/** A chart as a document of its own: colours and fonts are written into it, as the page's style does not go along. */
export function svgText(svg: SVGSVGElement, title: string): string {
    const clone = svg.cloneNode(true) as SVGSVGElement;
    const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')];
    const clones = [clone, ...clone.querySelectorAll<SVGElement>('*')];
    originals.forEach((original, index) => {
        const style = getComputedStyle(original);
        const target = clones[index]!;
        target.removeAttribute('style');
        for (const { name, value } of [...target.attributes]) {
            if (value.includes('var(')) {
                target.removeAttribute(name);
            }
        }

        for (const property of copied) {
            const value = style.getPropertyValue(property);
            if (value && value !== 'none' && value !== 'normal') {
                target.style.setProperty(property, value);
            } else if (property === 'fill' && value === 'none') {
                target.style.setProperty(property, 'none');
            }
        }
    });
    clone.querySelectorAll('style').forEach(style => style.remove());
    const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
    name.textContent = title;
    clone.prepend(name);
    clone.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    clone.style.background = getComputedStyle(document.documentElement).getPropertyValue('--surface');
    return new XMLSerializer().serializeToString(clone);
}

/** A chart as a picture, twice as fine as on the screen. */
export async function pngOf(svg: SVGSVGElement, title: string): Promise<Blob> {
    const scale = 2;
    const { width, height } = svg.getBoundingClientRect();
    const address = URL.createObjectURL(new Blob([svgText(svg, title)], { type: 'image/svg+xml' }));
    try {
        const image = new Image();
        image.src = address;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = Math.ceil(width * scale);
        canvas.height = Math.ceil(height * scale);
        const context = canvas.getContext('2d')!;
        context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--surface');
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.drawImage(image, 0, 0, canvas.width, canvas.height);
        return await new Promise((resolve, reject) =>
            canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('The browser could not make the picture.'))), 'image/png'));
    } finally {
        URL.revokeObjectURL(address);
    }
}

/** A table as comma-separated values (RFC 4180). */
export function csvText(table: Table): string {
    const cell = (value: number | string | null) => {
        const text = value === null ? '' : String(value);
        return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return [table.columns, ...table.rows].map(row => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Saves something as a file. */
export function save(name: string, content: Blob) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A file name from a title. */
export function fileName(title: string, extension: string): string {
    return `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'chart'}.${extension}`;
}
