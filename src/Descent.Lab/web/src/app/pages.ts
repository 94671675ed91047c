import type { Component } from 'svelte';

/** What a page says about itself, in `pages/NAME/page.ts`; the shell finds all of them. */
export interface Page {
    /** The address: `/losses`. */
    path: string;
    /** The word in the navigation. */
    name: string;
    /** The question that it answers. */
    question: string;
    /** One sentence about what can be done there, for the start page. */
    invitation: string;
    /** Its place in the navigation. */
    order: number;
    load: () => Promise<{ default: Component }>;
}

const found = import.meta.glob<{ page: Page }>('../pages/*/page.ts', { eager: true });

export const pages: Page[] = Object.values(found)
    .map(module => module.page)
    .sort((first, second) => first.order - second.order);

export function findPage(path: string): Page | undefined {
    const bare = path.replace(/\/+$/, '') || '/';
    return pages.find(page => page.path === bare);
}
