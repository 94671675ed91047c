/**
 * Copies text. Browsers give the clipboard to pages of loopback or https alone; on the address that a class opens, an older way does.
 * @returns Whether it is copied.
 */
export async function copyText(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        const field = document.createElement('textarea');
        field.value = text;
        field.style.position = 'fixed';
        field.style.opacity = '0';
        document.body.append(field);
        field.select();
        const copied = document.execCommand('copy');
        field.remove();
        return copied;
    }
}

/** Copies a picture. @returns Whether it is copied. */
export async function copyPicture(picture: Promise<Blob>): Promise<boolean> {
    try {
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
        return true;
    } catch {
        return false;
    }
}
