import { message } from './client';

/**
 * Asks whenever the question changes, as it does in a drag: one question is on its way at a time, and of those that come meanwhile only the
 * newest is asked. So answers come in order, as fast as they can, and the last is always the one to what is shown.
 */
export class Follower<Q, A> {
    private waiting: { question: Q } | undefined;
    private controller: AbortController | undefined;

    constructor(
        private readonly ask: (question: Q, signal: AbortSignal) => Promise<A>,
        private readonly answered: (answer: A, question: Q) => void,
        private readonly failed: (error: unknown) => void,
    ) {}

    /** Takes the newest question. */
    follow(question: Q) {
        this.waiting = { question };
        if (this.controller === undefined) {
            void this.work();
        }
    }

    /** Forgets what is on its way. */
    stop() {
        this.waiting = undefined;
        this.controller?.abort();
    }

    private async work() {
        while (this.waiting) {
            const { question } = this.waiting;
            this.waiting = undefined;
            const controller = (this.controller = new AbortController());
            try {
                const answer = await this.ask(question, controller.signal);
                if (!controller.signal.aborted) {
                    this.answered(answer, question);
                }
            } catch (error) {
                if (!controller.signal.aborted) {
                    this.failed(error);
                }
            }
        }

        this.controller = undefined;
    }
}

/** The answer to a question that follows the page's state. Call it while a component is set up. */
export class Answer<Q, A> {
    /** The newest answer; it stays while the next is on its way. */
    value = $state.raw<A>();

    /** Why there is none to the newest question. */
    error = $state<string>();

    /** The question that the value answers. */
    question = $state.raw<Q>();

    constructor(question: () => Q, ask: (question: Q, signal: AbortSignal) => Promise<A>) {
        const follower = new Follower<Q, A>(
            ask,
            (answer, asked) => {
                this.value = answer;
                this.question = asked;
                this.error = undefined;
            },
            error => (this.error = message(error)),
        );
        $effect(() => follower.follow(question()));
        $effect(() => () => follower.stop());
    }
}
