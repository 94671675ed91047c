/** What the live region says, which screen readers read out when it changes, and what a note shows to all. */
class Announcements {
    text = $state('');
    note = $state('');
}

export const announcements = new Announcements();
let timer: ReturnType<typeof setTimeout> | undefined;
let noteTimer: ReturnType<typeof setTimeout> | undefined;

/** Says something to those who do not see it, once it has held for a moment: a drag is not read out at every step. */
export function announce(text: string) {
    clearTimeout(timer);
    timer = setTimeout(() => (announcements.text = text), 400);
}

/** Says something to all, for a few seconds: what was done cannot be seen otherwise, as when something is copied. */
export function notify(text: string) {
    announce(text);
    clearTimeout(noteTimer);
    announcements.note = text;
    noteTimer = setTimeout(() => (announcements.note = ''), 4000);
}
