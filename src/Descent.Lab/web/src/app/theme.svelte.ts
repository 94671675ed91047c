export type Theme = 'system' | 'light' | 'dark';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Light or dark, as chosen or as the system has it. */
class ThemeChoice {
    choice = $state<Theme>((document.documentElement.dataset.theme as Theme | undefined) ?? 'system');
    private systemDark = $state(dark.matches);

    readonly dark = $derived(this.choice === 'dark' || (this.choice === 'system' && this.systemDark));

    constructor() {
        dark.addEventListener('change', () => (this.systemDark = dark.matches));
    }

    set(theme: Theme) {
        this.choice = theme;
        document.documentElement.dataset.theme = theme;
        localStorage.setItem('theme', theme);
    }
}

export const theme = new ThemeChoice();
