/** Reading what a service sent: untrusted, of any shape. Nothing here throws. */
import { dig } from '../../../llm/api/wire.ts';
import type { JobStatus } from '../port.ts';

/** A text longer than this is cut: it goes to the screen and into a log. */
const MOST_CHARACTERS = 2000;
const MOST_PAIRS = 64;
/** A larger number of seconds is one of milliseconds (the year 5138). */
const LATEST_SECONDS = 1e11;

/** Every provider's words; no two of them mean different things by one. `pausing` and the like still work. */
const STATES: Readonly<Record<string, JobStatus>> = {
  validating_files: 'validating',
  validating: 'validating',
  created: 'queued',
  pending: 'queued',
  queued: 'queued',
  running: 'running',
  pausing: 'running',
  resuming: 'running',
  cancelling: 'running',
  cancel_requested: 'running',
  compressing: 'running',
  uploading: 'running',
  loading_model: 'running',
  loading_dataset: 'running',
  training: 'running',
  saving: 'running',
  paused: 'paused',
  succeeded: 'succeeded',
  completed: 'succeeded',
  failed: 'failed',
  error: 'failed',
  user_error: 'failed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  stopped: 'cancelled',
};

/** What a service's word means; `unknown` for one that no provider was known to use. */
export function statusOf(word: string): JobStatus {
  const known = word.trim().toLowerCase();
  return (Object.hasOwn(STATES, known) ? STATES[known] : undefined) ?? 'unknown';
}

/** A text that is not empty, at most 2000 characters of it; else null. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS - 1)}…` : value;
}

/** The first of these members that is a text. */
export function firstText(value: unknown, ...names: readonly string[]): string | null {
  return names.map((name) => textOf(dig(value, name))).find((text) => text !== null) ?? null;
}

/** The first of these members that is a finite number. */
export function firstNumber(value: unknown, ...names: readonly string[]): number | null {
  return names.map((name) => dig(value, name)).find((found) => isNumber(found)) ?? null;
}

/** Seconds since 1970, of a number of seconds or milliseconds or of an ISO date; else null. */
export function secondsOf(value: unknown): number | null {
  if (isNumber(value)) return value <= 0 ? null : value > LATEST_SECONDS ? value / 1000 : value;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at / 1000;
}

/** The members that are texts. */
export function pairsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  const texts = Object.entries(value).flatMap(([name, member]) => {
    const text = textOf(member);
    return text === null ? [] : [[name, text] as const];
  });
  return Object.fromEntries(texts.slice(0, MOST_PAIRS));
}

/** Whether all the pairs of `wanted`, of which there must be some, are among those of `found`. */
export function carries(
  found: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  const pairs = Object.entries(wanted);
  return (
    pairs.length > 0 && pairs.every(([name, value]) => Object.hasOwn(found, name) && found[name] === value)
  );
}

/** An id that can stand in a route; null for none, and for those that would lead to another place. */
export function idOf(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 500 && !/^\.{0,2}$/u.test(value) ? value : null;
}

/** The members of a list: `data` of the body, another member, or the body itself. Null where it is no list. */
export function listOf(body: unknown, member = 'data'): readonly unknown[] | null {
  const list = Array.isArray(body) ? body : dig(body, member);
  return Array.isArray(list) ? list : null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
