/** The request of a chat completion: its headers, its body, and what of it a server may do without. */
import { LabError } from '../../errors.ts';
import type { ChatMessage, ReplySchema } from '../../tasks/port.ts';
import type { ApiPreset } from './presets.ts';
import type { ApiRole } from './faults.ts';
import { codeOf } from './faults.ts';
import { dig, json } from './wire.ts';

/** Settings some servers refuse, in the order in which they are given up. */
const OPTIONAL = ['response_format', 'stream_options', 'seed', 'temperature', 'stop'] as const;
/**
 * What a request can do without. `json_schema`: a schema for the reply; "some JSON" is asked for instead, and
 * after `response_format` nothing. `max_completion_tokens`: the new name of max_tokens, which newer OpenAI
 * models insist on.
 */
export type Concession = (typeof OPTIONAL)[number] | 'json_schema' | 'max_completion_tokens';

const REFUSALS: ReadonlySet<number> = new Set([400, 422]);
/** llama.cpp before September 2024, and what stems from it, refuses a schema with this (ik_llama.cpp issue 778). */
const SCHEMA_REFUSAL = 500;

export interface RequestSettings {
  readonly model: string;
  readonly stream: boolean;
}

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
 * Throws LabError `-key` (behind the role) for one that cannot stand in a header: fetch would quote it in its error.
 */
export function usableKey(role: ApiRole, given: string | undefined): string | undefined {
  const key = given?.trim();
  if (key === undefined || key === '') return undefined;
  if (/^[\x21-\x7e]+$/u.test(key)) return key;
  throw new LabError(
    codeOf(role, 'key'),
    'The key holds blanks or characters that no key has.',
    'Copy the key again, alone and complete.',
  );
}

/** What is asked: the prompt, how it is sampled, and what the reply must look like and where it ends. */
export interface Question {
  readonly messages: readonly ChatMessage[];
  readonly randomSeed: number;
  readonly temperature: number;
  /** Length of the reply in tokens, at most. */
  readonly maxTokens: number;
  readonly schema?: ReplySchema;
  readonly stop?: readonly string[];
}

/** The JSON body of a chat completion. */
export function requestBody(
  { model, stream }: RequestSettings,
  { messages, randomSeed, temperature, maxTokens, schema, stop = [] }: Question,
  without: ReadonlySet<Concession>,
): Record<string, unknown> {
  const tokens = without.has('max_completion_tokens') ? 'max_completion_tokens' : 'max_tokens';
  const optional = {
    temperature,
    seed: randomSeed,
    ...(schema
      ? { response_format: without.has('json_schema') ? { type: 'json_object' } : schemaFormat(schema) }
      : {}),
    // The API takes four at most.
    ...(stop.length > 0 ? { stop: stop.slice(0, 4) } : {}),
    ...(stream ? { stream_options: { include_usage: true } } : {}),
  };
  const kept = Object.entries(optional).filter(([name]) => !(without as ReadonlySet<string>).has(name));
  return { model, messages, stream, [tokens]: maxTokens, ...Object.fromEntries(kept) };
}

function schemaFormat({ name, json: schema }: ReplySchema): object {
  return { type: 'json_schema', json_schema: { name, strict: true, schema: JSON.parse(schema) as unknown } };
}

/** Which setting a refusal complains about, so that the request can be sent without it; else undefined. */
export function concession(
  status: number,
  answer: string,
  body: Readonly<Record<string, unknown>>,
): Concession | undefined {
  const named = (name: string): boolean =>
    dig(json(answer), 'error', 'param') === name || new RegExp(`\\b${name}\\b`, 'u').test(answer);
  const asked = dig(body, 'response_format', 'type');
  const schemaRefused = asked === 'json_schema' && (named('response_format') || named('json_schema'));
  if (!REFUSALS.has(status)) return status === SCHEMA_REFUSAL && schemaRefused ? 'json_schema' : undefined;
  if ('max_tokens' in body && named('max_completion_tokens')) return 'max_completion_tokens';
  return schemaRefused ? 'json_schema' : OPTIONAL.find((name) => name in body && named(name));
}
