/** One request to the API, from sending it to the end of its reply. */
import { LabError } from '../../errors.ts';
import type { Written } from '../port.ts';
import { readCompletion, readText } from './completion.ts';
import { startDeadline } from './deadline.ts';
import type { ApiContext } from './faults.ts';
import { brokenOff, codeOf, httpFault } from './faults.ts';
import { retryAfterMs } from './retry.ts';

export interface ApiCall {
  readonly fetch: typeof fetch;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly config: { readonly timeoutSeconds: number; readonly stream: boolean };
  readonly about: ApiContext;
}

export type CallOutcome =
  | { readonly ok: true; readonly reply: Written }
  | {
      readonly ok: false;
      /** null: no answer at all, for a reason the platform does not tell. */
      readonly error: LabError | null;
      readonly retry: boolean;
      /** Milliseconds the server asks to wait; null where it does not say. */
      readonly retryAfterMs: number | null;
      /** An HTTP answer that was no success. */
      readonly refusal?: { readonly status: number; readonly answer: string };
    };

/** How every request with a key is sent. */
export const PRIVATELY = {
  credentials: 'omit',
  cache: 'no-store',
  referrerPolicy: 'no-referrer',
  // Following one could carry the key to another address.
  redirect: 'manual',
} as const satisfies RequestInit;

/** A lively stream may last so many times the limit of silence. */
const TOTAL_TO_SILENCE = 10;

/** Never throws but for an abort of `signal`. */
export async function callApi(call: ApiCall, signal: AbortSignal): Promise<CallOutcome> {
  const { timeoutSeconds, stream } = call.config;
  const silenceMs = timeoutSeconds * 1000;
  const deadline = startDeadline(signal, silenceMs, silenceMs * (stream ? TOTAL_TO_SILENCE : 1));
  try {
    return await request(call, deadline.signal, stream ? deadline.touch : () => undefined);
  } catch {
    if (signal.aborted) throw new DOMException('Stopped on request.', 'AbortError');
    // A teacher's lost call may be made again by the loop, with another request.
    if (deadline.expired()) {
      return failed(timedOut(call.about, timeoutSeconds), call.about.role === 'student');
    }
    // fetch's own words differ between browsers and say nothing; some quote headers.
    return failed(null, true);
  } finally {
    deadline.end();
  }
}

async function request(call: ApiCall, signal: AbortSignal, touch: () => void): Promise<CallOutcome> {
  const { fetch, url, headers, body, about } = call;
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers },
    body: JSON.stringify(body),
    signal,
    ...PRIVATELY,
  });
  touch();
  try {
    return await read(response, about, touch);
  } catch (error) {
    if (signal.aborted) throw error;
    // The page may read this server's answers, so this is no CORS fault: the connection broke.
    return failed(brokenOff(about), true);
  }
}

async function read(response: Response, about: ApiContext, touch: () => void): Promise<CallOutcome> {
  if (!response.ok) {
    const answer = await readText(response, touch);
    const { error, retry } = httpFault(response.status, answer, about);
    const wait = retryAfterMs(response.headers, Date.now());
    return { ...failed(error, retry, wait), refusal: { status: response.status, answer } };
  }
  const completion = await readCompletion(response, about, touch);
  return completion.ok ? completion : failed(completion.fault.error, completion.fault.retry);
}

function failed(
  error: LabError | null,
  retry: boolean,
  wait: number | null = null,
): CallOutcome & { ok: false } {
  return { ok: false, error, retry, retryAfterMs: wait };
}

function timedOut({ role, host }: ApiContext, seconds: number): LabError {
  return new LabError(
    codeOf(role, 'timeout'),
    `${host} was silent for ${seconds} s.`,
    'Allow more time, fewer calls at once, or choose a faster model.',
  );
}
