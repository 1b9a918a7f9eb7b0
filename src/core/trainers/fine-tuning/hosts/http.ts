/** JSON over HTTP with a fine-tuning service: keys, time limits, further tries, and faults in words. */
import type { TuningProvider } from '../../../config/schema.ts';
import { fnv1a } from '../../../hash.ts';
import { endpoint, hostOf } from '../../../llm/api/address.ts';
import type { NetServices } from '../../../llm/api/chat-client.ts';
import { networkError } from '../../../llm/api/network-error.ts';
import { probeReach } from '../../../llm/api/probe.ts';
import { usableKey } from '../../../llm/api/request.ts';
import { RETRIES, waitBefore } from '../../../llm/api/retry.ts';
import type { Asked } from './attempt.ts';
import { once } from './attempt.ts';
import type { RequestContext } from './faults.ts';

/** Where a service is, and which dialect it speaks. */
export interface HostSettings {
  readonly baseUrl: string;
  readonly provider: TuningProvider;
  /** Silence after which a request is given up; uploads get ten times as long. */
  readonly timeoutSeconds: number;
}

/**
 * Requests to one service. Routes stand behind the version of the address (`fine_tuning/jobs`), or, beginning with
 * `/`, in its place. All resolve with the parsed JSON of a success, from which the key is taken out in case it is
 * quoted; they reject with LabError (`student-key`, `student-quota`, `student-overloaded`, `student-timeout`,
 * `student-cors`, `student-unreachable`, `student-http`, `backend-not-found`, `backend-refused`, `backend-bad-reply`,
 * `bad-address`) or, when `signal` fires, AbortError. A GET is tried `RETRIES` times more where that may help.
 */
export interface JsonClient {
  /** For people: `api.example.org`. */
  readonly host: string;
  get(route: string, signal: AbortSignal, query?: Readonly<Record<string, string>>): Promise<unknown>;
  /**
   * @param options.repeatable whether doing it twice does no harm; else it is only sent again where the server
   * says that it did not take it (429)
   * @param options.idempotencyKey sent as a header, which a preflight of the server must allow
   */
  post(
    route: string,
    body: unknown,
    signal: AbortSignal,
    options?: { readonly repeatable?: boolean; readonly idempotencyKey?: string },
  ): Promise<unknown>;
  /** Multipart. Tried again like a GET: a file that lies there twice costs nothing. */
  upload(route: string, form: () => FormData, signal: AbortSignal): Promise<unknown>;
  /** DELETE; undefined where the server says nothing in JSON. */
  remove(route: string, signal: AbortSignal): Promise<unknown>;
}

const JSON_BODY = { 'Content-Type': 'application/json' } as const;
const UPLOAD_PATIENCE = 10;

/** A client for one service. Throws LabError `bad-address`; the key is looked up for every request. */
export function jsonClient(
  { baseUrl, timeoutSeconds }: Pick<HostSettings, 'baseUrl' | 'timeoutSeconds'>,
  services: NetServices,
): JsonClient {
  // Taken off `services`: a browser's fetch called as a method of something else throws.
  const { fetch, sleep } = services;
  const host = hostOf(baseUrl);

  async function ask(asked: Asked, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    const url = addressOf(baseUrl, asked);
    const key = usableKey('student', services.keyFor(baseUrl));
    const about: RequestContext = { host, what: `${asked.method} ${asked.route}`, key };
    for (let retry = 0; ; retry++) {
      const seconds = timeoutSeconds * (asked.patience ?? 1);
      const outcome = await once(fetch, url, asked, about, seconds, signal);
      if (outcome.ok) return outcome.data;
      const may = outcome.retry === 'safe' || (asked.repeatable && outcome.retry === 'may-be-done');
      if (!may || retry >= RETRIES) {
        if (outcome.error) throw outcome.error;
        const reach = await probeReach(fetch, endpoint(baseUrl, 'models'), signal);
        throw networkError(reach, { role: 'student', baseUrl, preset: 'custom', origin: undefined });
      }
      await sleep(waitBefore(retry, outcome.waitMs, fnv1a(url)), signal);
      signal.throwIfAborted();
    }
  }

  return {
    host,
    get: (route, signal, query = {}) => ask({ method: 'GET', route, query, repeatable: true }, signal),
    post(route, body, signal, { repeatable = false, idempotencyKey } = {}) {
      const named = idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey };
      const headers = { ...JSON_BODY, ...named };
      return ask({ method: 'POST', route, headers, body: () => JSON.stringify(body), repeatable }, signal);
    },
    upload: (route, body, signal) =>
      ask({ method: 'POST', route, body, repeatable: true, patience: UPLOAD_PATIENCE }, signal),
    remove: (route, signal) => ask({ method: 'DELETE', route, repeatable: true, quiet: true }, signal),
  };
}

function addressOf(baseUrl: string, { route, query = {} }: Asked): string {
  const url = new URL(endpoint(baseUrl, route));
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
  return url.href;
}
