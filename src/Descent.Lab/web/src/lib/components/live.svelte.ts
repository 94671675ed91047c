/** What the live region says; screen readers read it out when it changes. */
class Announcements {
    text = $state('');
}

export const announcements = new Announcements();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something to those who do not see it, once it has held for a moment: a drag is not read out at every step. */
export function announce(text: string) {
    clearTimeout(timer);
    timer = setTimeout(() => (announcements.text = text), 400);
}
