/**
 * "Test connection": asks for the list of models and for one tiny reply (which may cost a few tokens; only
 * that proves key, model and CORS alike), and says in words what works or what to change.
 */
import type { ApiTeacherConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import type { TeacherServices } from '../port.ts';
import { endpoint, hostOf } from '../../llm/api/address.ts';
import { PRIVATELY } from '../../llm/api/call.ts';
import { readCompletion, readText } from '../../llm/api/completion.ts';
import { startDeadline } from '../../llm/api/deadline.ts';
import type { ApiContext } from '../../llm/api/faults.ts';
import { httpFault } from '../../llm/api/faults.ts';
import type { Whereabouts } from '../../llm/api/network-error.ts';
import { networkError } from '../../llm/api/network-error.ts';
import type { ApiPreset } from '../../llm/api/presets.ts';
import { presetOf } from '../../llm/api/presets.ts';
import type { Reach } from '../../llm/api/probe.ts';
import { probeReach } from '../../llm/api/probe.ts';
import { replyWithoutKey } from '../../llm/api/redact.ts';
import type { Concession, Question } from '../../llm/api/request.ts';
import { concession, requestBody, requestHeaders, usableKey } from '../../llm/api/request.ts';
import { dig, json } from '../../llm/api/wire.ts';

export interface ConnectionResult {
  readonly ok: boolean;
  /** `works`, or the code of the error a run would meet. */
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** Names the server lists, where it lists any. */
  readonly models?: readonly string[];
}

/** How one probing request ended. */
export type Probe =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** Answered with a reply that can, or (`error`) cannot, be used. */
  | { readonly kind: 'reply'; readonly error: LabError | null }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'timeout' };

export interface ProbeOutcomes {
  /** GET /models; null where it was not asked. */
  readonly models: Probe | null;
  /** POST /chat/completions; null where the first request got no answer. */
  readonly chat: Probe | null;
  /** A request without CORS; null where both others were answered. */
  readonly reach: Reach | null;
}

export type TestedConfig = Pick<ApiTeacherConfig, 'baseUrl' | 'model' | 'preset'>;

/** Long enough for a local server that loads its model first. */
const SECONDS = 60;
/** Held to a schema like a run's own, so that what a run would have to do without shows here first. */
const TINY_QUESTION: Question = {
  messages: [{ role: 'user', content: 'Reply only with this JSON: {"ok":true}' }],
  randomSeed: 1,
  temperature: 1,
  maxTokens: 256,
  schema: {
    name: 'ok',
    json: '{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"],"additionalProperties":false}',
  },
};

/**
 * Tries out the address, key and model of an API teacher. Never throws but for an abort of `signal`.
 * @param origin the page's origin, for remedies that name it; undefined in Node
 */
export async function testConnection(
  config: TestedConfig,
  services: Pick<TeacherServices, 'fetch' | 'keyFor'>,
  signal: AbortSignal,
  origin?: string,
): Promise<ConnectionResult> {
  try {
    const preset = presetOf(config.preset);
    const key = usableKey('teacher', services.keyFor(config.baseUrl));
    const about = { role: 'teacher', host: hostOf(config.baseUrl), model: config.model, key } as const;
    const outcomes = await probeAll(config, preset, services.fetch, about, signal);
    return classify(outcomes, about, { role: 'teacher', baseUrl: config.baseUrl, preset: preset.id, origin });
  } catch (error) {
    if (error instanceof LabError) return result(error);
    throw error;
  }
}

/** What the outcomes mean. Pure: the same outcomes bring the same words in a page and in Node. */
export function classify(outcomes: ProbeOutcomes, about: ApiContext, where: Whereabouts): ConnectionResult {
  const { models, chat, reach } = outcomes;
  const listed = listedModels(models, about.key);
  if (chat?.kind === 'reply') {
    if (chat.error) return result(chat.error, listed);
    return {
      ok: true,
      code: 'works',
      message:
        listed && !listed.includes(about.model)
          ? `${about.host} answers, though it does not list the model "${about.model}".`
          : `${about.host} answers with the model "${about.model}".`,
      remedy: '',
      ...(listed ? { models: listed } : {}),
    };
  }
  const refusal =
    chat?.kind === 'answer' ? chat : models?.kind === 'answer' && models.status >= 400 ? models : null;
  if (chat?.kind === 'timeout' || (!chat && models?.kind === 'timeout'))
    return result(silent(about.host), listed);
  if (chat?.kind !== 'no-answer' && refusal) return result(refusedBy(refusal, listed, about), listed);
  return result(networkError(reach ?? 'none', where), listed);
}

async function probeAll(
  config: TestedConfig,
  preset: ApiPreset,
  fetch: TeacherServices['fetch'],
  about: ApiContext,
  signal: AbortSignal,
): Promise<ProbeOutcomes> {
  const modelsUrl = endpoint(config.baseUrl, 'models');
  const headers = requestHeaders(preset, about.key);
  const ask = (url: string, init: RequestInit): Promise<Probe> =>
    probe(fetch, url, { ...init, headers }, about, signal);

  const models = preset.listsModels ? await ask(modelsUrl, { method: 'GET' }) : null;
  let chat: Probe | null = null;
  if (models === null || models.kind === 'answer') {
    const url = endpoint(config.baseUrl, 'chat/completions');
    const without = new Set<Concession>();
    for (;;) {
      const body = requestBody({ model: config.model, stream: false }, TINY_QUESTION, without);
      chat = await ask(url, { method: 'POST', body: JSON.stringify(body) });
      const conceded = chat.kind === 'answer' ? concession(chat.status, chat.body, body) : undefined;
      if (conceded === undefined) break;
      without.add(conceded);
    }
  }
  const unanswered = [models, chat].some((outcome) => outcome?.kind === 'no-answer');
  return { models, chat, reach: unanswered ? await probeReach(fetch, modelsUrl, signal) : null };
}

async function probe(
  fetch: TeacherServices['fetch'],
  url: string,
  init: RequestInit,
  about: ApiContext,
  signal: AbortSignal,
): Promise<Probe> {
  const deadline = startDeadline(signal, SECONDS * 1000, SECONDS * 1000);
  try {
    const response = await fetch(url, {
      ...init,
      signal: deadline.signal,
      ...PRIVATELY,
    });
    if (!response.ok || init.method === 'GET') {
      return { kind: 'answer', status: response.status, body: await readText(response) };
    }
    const completion = await readCompletion(response, about, () => undefined);
    // One of so few tokens may well be empty, as of a model that thinks first: it was a reply.
    if (completion.ok) return { kind: 'reply', error: null };
    return { kind: 'reply', error: completion.fault.error };
  } catch {
    if (signal.aborted) throw new DOMException('Stopped on request.', 'AbortError');
    return { kind: deadline.expired() ? 'timeout' : 'no-answer' };
  } finally {
    deadline.end();
  }
}

function refusedBy(
  { status, body }: { readonly status: number; readonly body: string },
  listed: readonly string[] | undefined,
  about: ApiContext,
): LabError {
  const { error } = httpFault(status, body, about);
  if (!['teacher-model', 'teacher-http'].includes(error.code) || !listed || listed.includes(about.model))
    return error;
  const some = listed.slice(0, 5).join(', ');
  return new LabError(
    'teacher-model',
    `${about.host} does not know the model "${about.model}".`,
    listed.length === 0
      ? 'The server lists no models: load one there first.'
      : `Choose one it lists: ${some}${listed.length > 5 ? ` and ${listed.length - 5} more` : ''}.`,
  );
}

function listedModels(models: Probe | null, key: string | undefined): readonly string[] | undefined {
  if (models?.kind !== 'answer' || models.status !== 200) return undefined;
  const data = dig(json(models.body), 'data');
  if (!Array.isArray(data)) return undefined;
  return data
    .map((model: unknown) => dig(model, 'id'))
    .filter((id) => typeof id === 'string')
    .map((id) => replyWithoutKey(id, key));
}

function silent(host: string): LabError {
  return new LabError(
    'teacher-timeout',
    `${host} accepted the connection, but did not answer within ${SECONDS} s.`,
    'Try again, as a local server may be loading its model; else choose a smaller model.',
  );
}

function result({ code, message, remedy }: LabError, listed?: readonly string[]): ConnectionResult {
  return { ok: false, code, message, remedy, ...(listed ? { models: listed } : {}) };
}
