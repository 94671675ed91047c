/** The address of the page, which the server answers with the same document whatever it is. */
class Router {
    path = $state(location.pathname);


    constructor() {
        addEventListener('popstate', () => this.read());
        document.addEventListener('click', event => this.follow(event));
    }

    go(address: string) {
        const target = new URL(address, location.href);
        for (const kept of ['embed', 'theme']) {
            const value = new URLSearchParams(location.search).get(kept);
            if (value !== null && !target.searchParams.has(kept)) {
                target.searchParams.set(kept, value);
            }
        }

        history.pushState(null, '', target);
        this.read();
        scrollTo(0, 0);
    }

    private read() {
        this.path = location.pathname;
        dispatchEvent(new Event('addresschange'));
    }

    private follow(event: MouseEvent) {
        const link = (event.target as Element | null)?.closest('a');
        const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;
        const inside = link && link.origin === location.origin && !link.target && !link.hasAttribute('download')
            && !link.getAttribute('href')!.startsWith('#') && !link.pathname.startsWith('/api/');
        if (plain && inside) {
            event.preventDefault();
            this.go(link.href);
        }
    }
}

export const router = new Router();
