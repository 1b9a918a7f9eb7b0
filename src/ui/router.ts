/** The page's addresses: every view is a hash, so that a link works on any static host. */

export type Route =
  | { readonly name: 'home' }
  /**
   * `play`: start at once, where the run has not begun. `params`: its configuration, for a browser that
   * does not have the run.
   */
  | { readonly name: 'run'; readonly id: string; readonly play: boolean; readonly params: URLSearchParams }
  | { readonly name: 'runs' }
  | { readonly name: 'new'; readonly params: URLSearchParams }
  | { readonly name: 'experiments' }
  /** `run`: start at once. */
  | { readonly name: 'experiment'; readonly id: string; readonly run: boolean }
  | { readonly name: 'new-experiment'; readonly params: URLSearchParams }
  | { readonly name: 'storage' }
  | { readonly name: 'models' }
  | { readonly name: 'backend' }
  | { readonly name: 'open'; readonly params: URLSearchParams }
  | { readonly name: 'unknown'; readonly hash: string };

export const HREF = {
  home: '#/',
  runs: '#/runs',
  new: '#/new',
  ownData: '#/new?own=1',
  experiments: '#/experiments',
  newExperiment: '#/experiment/new',
  /** A new experiment with the settings of a run. */
  experimentFrom: (runId: string) => `#/experiment/new?from=${encodeURIComponent(runId)}`,
  experiment: (id: string, run = false) => `#/experiment/${encodeURIComponent(id)}${run ? '?run=1' : ''}`,
  storage: '#/storage',
  models: '#/models',
  backend: '#/backend',
  run: (id: string, play = false) => `#/run/${encodeURIComponent(id)}${play ? '?play=1' : ''}`,
  /** @param link the configuration's, as `linkOf` gives it */
  runWith: (id: string, link: string) => `#/run/${encodeURIComponent(id)}${link.slice(link.indexOf('?'))}`,
  open: (params: URLSearchParams) => `#/open?${params.toString()}`,
  /** @param at the section of the settings to begin at */
  duplicate: (id: string, at?: string) =>
    `#/new?from=${encodeURIComponent(id)}${at ? `&at=${encodeURIComponent(at)}` : ''}`,
} as const;

/** Views that an address names alone. */
const PLAIN = ['runs', 'experiments', 'storage', 'models', 'backend'] as const;

function isPlain(view: string): view is (typeof PLAIN)[number] {
  return PLAIN.some((one) => one === view);
}

/** The view a hash names. */
export function routeOf(hash: string): Route {
  const [path, query] = split(hash.replace(/^#/u, ''), '?');
  const params = new URLSearchParams(query);
  const [, view = '', rest] = path.split('/');
  if (view === '' && rest === undefined) return { name: 'home' };
  if (view === 'run' && rest) {
    const id = decode(rest);
    const play = params.has('play');
    params.delete('play');
    if (id !== null) return { name: 'run', id, play, params };
  }
  if (view === 'experiment' && rest === 'new') return { name: 'new-experiment', params };
  if (view === 'experiment' && rest) {
    const id = decode(rest);
    if (id !== null) return { name: 'experiment', id, run: params.has('run') };
  }
  if (rest === undefined) {
    if (isPlain(view)) return { name: view };
    if (view === 'new' || view === 'open') return { name: view, params };
  }
  return { name: 'unknown', hash };
}

/** Whether a hash is an address at all, and not a place within the page. */
export function isAddress(hash: string): boolean {
  return hash === '' || hash === '#' || hash.startsWith('#/');
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a damaged address
  }
}
