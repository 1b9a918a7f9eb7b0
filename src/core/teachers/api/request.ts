/** The request of a chat completion: its headers, its body, and what of it a server may do without. */
import type { ApiTeacherConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import type { ChatMessage } from '../../tasks/port.ts';
import type { ApiPreset } from './presets.ts';
import { dig, json } from './wire.ts';

/** Settings some servers refuse with 400 or 422, in the order in which they are given up. */
const OPTIONAL = ['response_format', 'stream_options', 'seed', 'temperature'] as const;
/** `max_completion_tokens` stands for the new name of max_tokens, which newer OpenAI models insist on. */
export type Concession = (typeof OPTIONAL)[number] | 'max_completion_tokens';

export type RequestSettings = Pick<ApiTeacherConfig, 'model' | 'temperature' | 'maxTokens' | 'stream'>;

/** Authorization (where there is a key), Content-Type, and what the preset names: nothing else. */
export function requestHeaders(preset: ApiPreset, key: string | undefined): Record<string, string> {
  return {
    ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    'Content-Type': 'application/json',
    ...preset.headers,
  };
}

/**
 * The key without blanks around it, or undefined where there is none.
 * Throws LabError `teacher-key` for one that cannot stand in a header: fetch would quote it in its error.
 */
export function usableKey(given: string | undefined): string | undefined {
  const key = given?.trim();
  if (key === undefined || key === '') return undefined;
  if (/^[\x21-\x7e]+$/u.test(key)) return key;
  throw new LabError(
    'teacher-key',
    'The key holds blanks or characters that no key has.',
    'Copy the key again, alone and complete.',
  );
}

/** The JSON body of a chat completion. */
export function requestBody(
  { model, temperature, maxTokens, stream }: RequestSettings,
  messages: readonly ChatMessage[],
  seed: number,
  without: ReadonlySet<Concession>,
): Record<string, unknown> {
  const tokens = without.has('max_completion_tokens') ? 'max_completion_tokens' : 'max_tokens';
  const optional = {
    temperature,
    seed,
    response_format: { type: 'json_object' },
    ...(stream ? { stream_options: { include_usage: true } } : {}),
  };
  const kept = Object.entries(optional).filter(([name]) => !(without as ReadonlySet<string>).has(name));
  return { model, messages, stream, [tokens]: maxTokens, ...Object.fromEntries(kept) };
}

/** Which setting a refusal complains about, so that the request can be sent without it; else undefined. */
export function concession(
  status: number,
  answer: string,
  body: Readonly<Record<string, unknown>>,
): Concession | undefined {
  if (status !== 400 && status !== 422) return undefined;
  const named = (name: string): boolean =>
    dig(json(answer), 'error', 'param') === name || new RegExp(`\\b${name}\\b`, 'u').test(answer);
  if ('max_tokens' in body && named('max_completion_tokens')) return 'max_completion_tokens';
  return OPTIONAL.find((name) => name in body && named(name));
}
