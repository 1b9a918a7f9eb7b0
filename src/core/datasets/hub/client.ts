/** Requests to the dataset viewer of the Hugging Face Hub: cached, retried with patience, checked. */
import * as v from 'valibot';
import { isAbort, LabError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { abortError, stopIfAborted } from '../abort.ts';
import type { HubCache } from './cache.ts';
import { wait as waitFor } from './wait.ts';

export interface HubServices {
  readonly cache: HubCache;
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Waits between attempts, in milliseconds; rejects with AbortError. Tests pass one that returns at once. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970, for a Retry-After given as a date. */
  readonly now?: () => number;
}

/** Attempts at one page, the first included. */
export const ATTEMPTS = 4;
/** Milliseconds before the second attempt; doubled each time. */
export const FIRST_WAIT = 1000;
/** The longest Retry-After that is waited for, in milliseconds; asked for more, we say so and stop. */
const LONGEST_WAIT = 60_000;
/** What the viewer says, under more than one status, of a set that is made by a script: asking again is no use. */
const BY_SCRIPT = /arbitrary python code|scripts? (?:is|are) no(?:t| longer) supported/iu;
/** Milliseconds one request may take. */
const REQUEST_TIMEOUT = 30_000;

export class HubClient {
  readonly #services: HubServices;
  readonly #fresh: boolean;
  #usedCache = false;

  /** @param options.fresh ask the Hub even where the cache has a page (and store what it says) */
  constructor(services: HubServices, options: { readonly fresh?: boolean } = {}) {
    this.#services = services;
    this.#fresh = options.fresh ?? false;
  }

  /** Whether any page so far came from the cache. */
  get usedCache(): boolean {
    return this.#usedCache;
  }

  /**
   * The JSON at `url`, checked against `schema`.
   * Throws LabError `hub-unreachable` (no connection, or busy after all attempts), `hub-missing`
   * (the set is gone, closed or not served), `hub-changed` (a reply of another shape); AbortError.
   */
  async get<S extends v.GenericSchema>(
    url: string,
    schema: S,
    signal: AbortSignal,
  ): Promise<v.InferOutput<S>> {
    stopIfAborted(signal);
    if (!this.#fresh) {
      const stored = v.safeParse(schema, await this.#services.cache.get(url).catch(() => undefined));
      stopIfAborted(signal);
      if (stored.success) {
        this.#usedCache = true;
        return stored.output;
      }
    }
    const json = await this.#request(url, signal);
    const reply = v.safeParse(schema, json);
    if (!reply.success) {
      const [issue] = reply.issues;
      throw changed(url, `at "${v.getDotPath(issue) ?? 'top'}": ${issue.message}`);
    }
    // A full or forbidden store costs a later download, not this one.
    await this.#services.cache.put(url, json).catch(() => undefined);
    return reply.output;
  }

  async #request(url: string, signal: AbortSignal): Promise<Json> {
    const wait = this.#services.wait ?? waitFor;
    let why = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const outcome = await this.#once(url, signal);
      if ('json' in outcome) return outcome.json;
      why = outcome.why;
      const asked = outcome.retryAfter;
      if (asked !== null && asked > LONGEST_WAIT) {
        throw unreachable(url, `${why}, and asks to wait ${Math.ceil(asked / 1000)} seconds`);
      }
      if (attempt < ATTEMPTS - 1) await wait(Math.max(asked ?? 0, FIRST_WAIT * 2 ** attempt), signal);
    }
    throw unreachable(url, `${why} (${ATTEMPTS} attempts)`);
  }

  /** One request: JSON, or why it is worth another attempt. Throws where it is not. */
  async #once(
    url: string,
    signal: AbortSignal,
  ): Promise<{ json: Json } | { why: string; retryAfter: number | null }> {
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(onAbort, REQUEST_TIMEOUT);
    try {
      // Called as a bare function: browsers refuse `services.fetch(...)` with another `this`. No headers,
      // so that there is no preflight.
      const request = this.#services.fetch ?? globalThis.fetch;
      const response = await request(url, { signal: stop.signal });
      const body = await response.text();
      if (response.ok) return { json: parseJson(url, body) };
      return this.#refused(url, response, body);
    } catch (error) {
      if (signal.aborted) throw abortError();
      if (error instanceof LabError) throw error;
      const why = isAbort(error) ? `no answer within ${REQUEST_TIMEOUT / 1000} seconds` : 'no connection';
      return { why, retryAfter: null };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  #refused(url: string, response: Response, body: string): { why: string; retryAfter: number | null } {
    const { status } = response;
    const code = response.headers.get('x-error-code') ?? '';
    const said = saidIn(body);
    // 401 is what an unknown or closed set gives to somebody without an account; 501 is a set the viewer
    // does not serve (openapi.json: DatasetInBlockListError and the like).
    if ([401, 403, 404, 410, 422, 501].includes(status) || BY_SCRIPT.test(body)) {
      throw new LabError(
        'hub-missing',
        `The Hugging Face Hub does not serve ${nameOf(url)} (status ${status}${said ? `: ${said}` : ''}).`,
        'Choose one of the sample sets, or download the set yourself and open it as a file.',
        { status, code, url },
      );
    }
    if (status === 429)
      return {
        why: 'the Hub answers that there are too many requests (429)',
        retryAfter: this.#retryAfter(response),
      };
    if (status >= 500 || status === 408)
      return {
        why: `the Hub answers with status ${status}${said ? `: ${said}` : ''}`,
        retryAfter: this.#retryAfter(response),
      };
    throw changed(url, `status ${status}${said ? `: ${said}` : ''}`);
  }

  /** Milliseconds asked for, as seconds or as a date. In a page null unless the Hub exposes the header to it. */
  #retryAfter(response: Response): number | null {
    const value = response.headers.get('retry-after')?.trim();
    if (!value) return null;
    if (/^\d+$/u.test(value)) return Number(value) * 1000;
    const date = Date.parse(value);
    const now = this.#services.now ?? Date.now;
    return Number.isNaN(date) ? null : Math.max(0, date - now());
  }
}

function parseJson(url: string, body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    throw changed(url, 'it is not JSON');
  }
}

/** The server's own sentence, cut short: `{"error": "..."}`. */
function saidIn(body: string): string {
  try {
    const reply = v.safeParse(v.object({ error: v.string() }), JSON.parse(body));
    return reply.success ? reply.output.error.slice(0, 200) : '';
  } catch {
    return '';
  }
}

function nameOf(url: string): string {
  return new URL(url).searchParams.get('dataset') ?? url;
}

/** The reply is not what the documentation says. */
export function changed(url: string, what: string): LabError {
  return new LabError(
    'hub-changed',
    `The reply of the Hugging Face Hub for ${nameOf(url)} is not as expected (${what}).`,
    'The service or the set has changed: use a sample set, or download the set and open it as a file; please report it.',
    { url },
  );
}

function unreachable(url: string, why: string): LabError {
  return new LabError(
    'hub-unreachable',
    `The Hugging Face Hub could not be reached for ${nameOf(url)}: ${why}.`,
    'Check the connection and try again later; the sample sets need no connection.',
    { url },
  );
}
