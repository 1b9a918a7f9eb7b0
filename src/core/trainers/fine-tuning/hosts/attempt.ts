/** One try of one request to a fine-tuning service. */
import type { LabError } from '../../../errors.ts';
import { PRIVATELY } from '../../../llm/api/call.ts';
import type { NetServices } from '../../../llm/api/chat-client.ts';
import { readText } from '../../../llm/api/completion.ts';
import { startDeadline } from '../../../llm/api/deadline.ts';
import { replyWithoutKey } from '../../../llm/api/redact.ts';
import { retryAfterMs } from '../../../llm/api/retry.ts';
import { json } from '../../../llm/api/wire.ts';
import type { RequestContext } from './faults.ts';
import { badReply, brokenOff, requestFault, silent } from './faults.ts';

/** What is asked. */
export interface Asked {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly route: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for every try. */
  readonly body?: () => BodyInit;
  /** Whether doing it twice does no harm. */
  readonly repeatable: boolean;
  /** Times the limit of silence; default 1. */
  readonly patience?: number;
  /** Whether a success may say nothing. */
  readonly quiet?: boolean;
}

/** How one try ended. */
export type Outcome =
  | { readonly ok: true; readonly data: unknown }
  | {
      readonly ok: false;
      /** null: no answer at all, for a reason the platform does not tell. */
      readonly error: LabError | null;
      /** Whether another try may help; `may-be-done`: this one may have been carried out. */
      readonly retry: 'safe' | 'may-be-done' | 'no';
      /** What the server asks to wait, in milliseconds. */
      readonly waitMs: number | null;
    };

/** What a server answers that did not begin with a request. */
const NOT_TAKEN = 429;

/**
 * One try. Never throws but for an abort of `signal`.
 * @param seconds silence after which it is given up
 */
export async function once(
  fetch: NetServices['fetch'],
  url: string,
  { method, headers, body, quiet = false }: Asked,
  about: RequestContext,
  seconds: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const deadline = startDeadline(signal, seconds * 1000, seconds * 1000);
  let answered = false;
  try {
    const response = await fetch(url, {
      ...PRIVATELY,
      method,
      headers: { ...(about.key === undefined ? {} : { Authorization: `Bearer ${about.key}` }), ...headers },
      ...(body ? { body: body() } : {}),
      signal: deadline.signal,
    });
    answered = true;
    const text = await readText(response);
    if (!response.ok) {
      const { error, retry } = requestFault(response.status, text, about);
      const wait = retryAfterMs(response.headers, Date.now());
      return failed(error, !retry ? 'no' : response.status === NOT_TAKEN ? 'safe' : 'may-be-done', wait);
    }
    const data = json(replyWithoutKey(text, about.key));
    if (data !== undefined || quiet) return { ok: true, data };
    return failed(
      badReply(about.host, `not with JSON to ${about.what}`, replyWithoutKey(text, about.key)),
      'no',
    );
  } catch {
    if (signal.aborted) throw new DOMException('Stopped on request.', 'AbortError');
    if (deadline.expired()) return failed(silent(about, seconds), 'may-be-done');
    // The page may read this server's answers, so a connection that broke then is no CORS fault.
    return failed(answered ? brokenOff(about) : null, 'may-be-done');
  } finally {
    deadline.end();
  }
}

function failed(
  error: LabError | null,
  retry: 'safe' | 'may-be-done' | 'no',
  waitMs: number | null = null,
): Outcome {
  return { ok: false, error, retry, waitMs };
}
