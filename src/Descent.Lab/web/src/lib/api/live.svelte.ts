import { readJson } from './client';

/** A stream of events from the server (Server-Sent Events); the browser connects again by itself. Call it while a component is set up. */
export class LiveChannel {
    /** Whether events can come. */
    state = $state<'closed' | 'connecting' | 'open'>('closed');
    private source: EventSource | undefined;

    /** @param handlers What to do with the data of each kind of event. */
    constructor(private readonly handlers: Record<string, (data: never) => void>) {
        $effect(() => () => this.close());
    }

    /** Listens to an address below /api. */
    open(path: string) {
        this.close();
        this.state = 'connecting';
        const source = (this.source = new EventSource(`/api${path}`));
        source.onopen = () => (this.state = 'open');
        source.onerror = () => (this.state = source.readyState === EventSource.CLOSED ? 'closed' : 'connecting');
        for (const [kind, handle] of Object.entries(this.handlers)) {
            source.addEventListener(kind, event => handle(readJson<never>((event as MessageEvent<string>).data)));
        }
    }

    close() {
        this.source?.close();
        this.source = undefined;
        this.state = 'closed';
    }
}
