/** Follows the address bar. */
import type { Route } from './router.ts';
import { isAddress, routeOf } from './router.ts';

export class Router {
  readonly #window: Window;
  #hash = $state('');
  readonly route: Route = $derived(routeOf(this.#hash));
  /** Views shown so far: the first one takes no focus, a later one does. */
  visits = 0;

  constructor(view: Window) {
    this.#window = view;
    this.#hash = isAddress(view.location.hash) ? view.location.hash : '';
  }

  /** The address as a key: another one is another view, with its own state. */
  get key(): string {
    return this.#hash;
  }

  go(href: string): void {
    this.#window.location.hash = href;
  }

  /** Puts the address right without a new view or a step in the history. */
  rewrite(href: string): void {
    this.#window.history.replaceState(null, '', href);
  }

  /** Listens until the returned function is called. */
  start(): () => void {
    const follow = (): void => {
      const { hash } = this.#window.location;
      if (isAddress(hash)) this.#hash = hash;
    };
    this.#window.addEventListener('hashchange', follow);
    return () => this.#window.removeEventListener('hashchange', follow);
  }
}
