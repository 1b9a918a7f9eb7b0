/** How long to wait before the next try. */
import { randomStream } from '../../random.ts';

/** Tries after the first one. */
export const RETRIES = 3;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
/** What a server may ask for at most: a run that waits longer looks dead. */
const LONGEST_ASKED_WAIT_MS = 60_000;

/**
 * Milliseconds to wait: what the server asked for (at most a minute), else twice as long each time with
 * jitter in [0.5, 1), which is drawn from the call's seed so that equal runs wait alike.
 * @param retry 0 for the first wait
 */
export function waitBefore(retry: number, askedMs: number | null, randomSeed: number): number {
  if (askedMs !== null) return Math.min(askedMs, LONGEST_ASKED_WAIT_MS);
  const longest = Math.min(FIRST_WAIT_MS * 2 ** retry, LONGEST_WAIT_MS);
  return Math.round(longest * (0.5 + randomStream(randomSeed, 'retry', retry).unit() / 2));
}

/**
 * Milliseconds a Retry-After header asks for, or null without a usable one (RFC 9110, section 10.2.3:
 * seconds or a date). Pages can read it only where the server exposes it.
 * @param now milliseconds since 1970; the response's own Date header, where readable, goes before it
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim();
  if (!value) return null;
  if (/^\d+(?:\.\d+)?$/u.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  if (Number.isNaN(at)) return null;
  const serverNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, at - (Number.isNaN(serverNow) ? now : serverNow));
}
