/** A model behind an OpenAI-compatible chat completions API: one question, its retries, and one reply or error. */
import { LabError } from '../../errors.ts';
import type { Written } from '../port.ts';
import { endpoint, hostOf } from './address.ts';
import { callApi } from './call.ts';
import type { ApiRole } from './faults.ts';
import { codeOf } from './faults.ts';
import { networkError } from './network-error.ts';
import { presetOf } from './presets.ts';
import { probeReach } from './probe.ts';
import type { Concession, Question, RequestSettings } from './request.ts';
import { concession, requestBody, requestHeaders, usableKey } from './request.ts';
import { RETRIES, waitBefore } from './retry.ts';

/** What the platform lends to whatever calls an API. */
export interface NetServices {
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The key for a base URL, from memory; undefined where none was given. */
  readonly keyFor: (baseUrl: string) => string | undefined;
}

export interface ChatSettings extends RequestSettings {
  readonly baseUrl: string;
  readonly preset: string;
  readonly timeoutSeconds: number;
}

export interface ChatClient {
  /** For people: `gpt-x at api.example.org`. */
  readonly title: string;
  /**
   * One reply, which may be empty, after at most `RETRIES` further tries. Throws LabError with a code of the role
   * (faults.ts), as `student-key`; rejects with AbortError when `signal` fires.
   */
  send(question: Question, signal: AbortSignal): Promise<Written>;
}

/** Throws LabError `bad-address` or `unknown-preset`; the key is not looked at before the first call. */
export function chatClient(role: ApiRole, settings: ChatSettings, services: NetServices): ChatClient {
  const { baseUrl, model } = settings;
  // Taken off `services`: a browser's fetch called as a method of something else throws.
  const { fetch, sleep } = services;
  const preset = presetOf(settings.preset);
  const host = hostOf(baseUrl);
  const url = endpoint(baseUrl, 'chat/completions');
  /** What this server has refused so far; not asked for again. */
  const without = new Set<Concession>();

  async function send(question: Question, signal: AbortSignal): Promise<Written> {
    signal.throwIfAborted();
    const key = usableKey(role, services.keyFor(baseUrl));
    if (key === undefined && preset.needsKey) throw noKey(role, host);
    const headers = requestHeaders(preset, key);
    const about = { role, host, model, key };
    for (let retry = 0; ;) {
      const body = requestBody(settings, question, without);
      const outcome = await callApi({ fetch, url, headers, body, config: settings, about }, signal);
      if (outcome.ok) return outcome.reply;
      const conceded = outcome.refusal && concession(outcome.refusal.status, outcome.refusal.answer, body);
      if (conceded !== undefined) {
        without.add(conceded);
        continue;
      }
      if (!outcome.retry || retry >= RETRIES) {
        if (outcome.error) throw outcome.error;
        const reach = await probeReach(fetch, endpoint(baseUrl, 'models'), signal);
        throw networkError(reach, { role, baseUrl, preset: preset.id, origin: undefined });
      }
      await sleep(waitBefore(retry, outcome.retryAfterMs, question.randomSeed), signal);
      signal.throwIfAborted();
      retry++;
    }
  }

  return { title: `${model} at ${host}`, send };
}

function noKey(role: ApiRole, host: string): LabError {
  return new LabError(
    codeOf(role, 'key'),
    `${host} asks for a key, and none was given.`,
    'Enter the key, then resume the run.',
  );
}
