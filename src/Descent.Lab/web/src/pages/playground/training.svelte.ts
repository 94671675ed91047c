import { untrack } from 'svelte';
import { Follower } from '$lib/api/answer.svelte';
import { message } from '$lib/api/client';
import { LiveChannel } from '$lib/api/live.svelte';
import { act, setUp, type Edit, type History, type Moment, type Settings, type Setup, type State } from './api';

/** The page's training on the server: set up anew when settings change, told what to do, and seen as it goes. Call it while a component is set up. */
export class Training {
    setup = $state.raw<Setup>();
    /** Why the settings cannot be trained; the training before stays. */
    refused = $state<string>();
    /** Why something could not be done. */
    failed = $state<string>();
    private newest = $state.raw<State>();
    private known = $state.raw<{ setup: number; moments: Moment[] }>({ setup: -1, moments: [] });

    /** Where the training stands; undefined until it is known. */
    readonly state = $derived(this.newest?.setup === this.setup?.setup ? this.newest : undefined);
    readonly history = $derived(this.known.setup === this.setup?.setup ? this.known.moments : []);

    private readonly live = new LiveChannel({
        state: (state: State) => this.see(state),
        history: (history: History) => this.take(history),
    });

    private readonly follower = new Follower<Settings, Setup>(
        (settings, signal) => setUp(this.setup?.id, settings, signal),
        setup => {
            const isNew = this.setup?.id !== setup.id;
            this.setup = setup;
            this.refused = this.failed = undefined;
            if (isNew) {
                this.newest = undefined;
                this.live.open(`/playground/sessions/${setup.id}/live`);
            }
        },
        error => (this.refused = message(error)),
    );

    constructor() {
        $effect(() => () => this.follower.stop());
    }

    /** Sets up a training of these settings in place of the one before. */
    set(settings: Settings) {
        untrack(() => this.follower.follow(settings));
    }

    /** run, pause, sample, batch, epoch, undo, reset, or set a weight. */
    async do(what: string, edit: Edit | null = null, pace = 0): Promise<State | undefined> {
        if (!this.setup) {
            return undefined;
        }

        try {
            const state = await act(this.setup.id, what, edit, pace);
            this.failed = undefined;
            if (state.setup > this.setup.setup) {
                this.setup = { ...this.setup, setup: state.setup };
            }

            this.see(state);
            return state;
        } catch (error) {
            this.failed = message(error);
            return undefined;
        }
    }

    private see(state: State) {
        if (!this.newest || state.version >= this.newest.version) {
            this.newest = state;
        }
    }

    private take(history: History) {
        const before = this.known.setup === history.setup ? this.known.moments.slice(0, history.from) : [];
        this.known = { setup: history.setup, moments: [...before, ...history.moments] };
    }
}
