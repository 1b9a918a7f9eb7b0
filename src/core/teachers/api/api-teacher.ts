/** A teacher behind an OpenAI-compatible chat completions API, hosted or on the person's own computer. */
import type { ApiTeacherConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import type { TeacherFactory, TeacherReply } from '../port.ts';
import { endpoint, hostOf } from './address.ts';
import { callApi } from './call.ts';
import { networkError } from './network-error.ts';
import { presetOf } from './presets.ts';
import { probeReach } from './probe.ts';
import type { Concession, Question } from './request.ts';
import { concession, requestBody, requestHeaders, usableKey } from './request.ts';
import { RETRIES, waitBefore } from './retry.ts';

/** Throws LabError `bad-address` or `unknown-preset`; the key is not looked at before the first call. */
export const createApiTeacher: TeacherFactory<ApiTeacherConfig> = async (config, services) => {
  const { baseUrl, model, concurrency } = config;
  // Taken off `services`: a browser's fetch called as a method of something else throws.
  const { fetch, sleep, task } = services;
  const preset = presetOf(config.preset);
  const host = hostOf(baseUrl);
  const url = endpoint(baseUrl, 'chat/completions');
  /** What this server has refused so far; not asked for again. */
  const without = new Set<Concession>();

  async function send(question: Question, signal: AbortSignal): Promise<TeacherReply> {
    signal.throwIfAborted();
    const key = usableKey(services.keyFor(baseUrl));
    if (key === undefined && preset.needsKey) throw noKey(host);
    const headers = requestHeaders(preset, key);
    for (let retry = 0; ;) {
      const body = requestBody(config, question, without);
      const outcome = await callApi(
        { fetch, url, headers, body, config, about: { host, model, key } },
        signal,
      );
      if (outcome.ok) return outcome.reply;
      const conceded = outcome.refusal && concession(outcome.refusal.status, outcome.refusal.answer, body);
      if (conceded !== undefined) {
        without.add(conceded);
        continue;
      }
      if (!outcome.retry || retry >= RETRIES) {
        if (outcome.error) throw outcome.error;
        const reach = await probeReach(fetch, endpoint(baseUrl, 'models'), signal);
        throw networkError(reach, { baseUrl, preset: preset.id, origin: undefined });
      }
      await sleep(waitBefore(retry, outcome.retryAfterMs, question.randomSeed), signal);
      signal.throwIfAborted();
      retry++;
    }
  }

  return {
    id: 'api',
    title: `${model} at ${host}`,
    examplesPerCall: config.examplesPerCall,
    concurrency,
    readsPrompts: true,
    remaining: () => null,
    ask: ({ messages, randomSeed }, signal) =>
      send({ messages, randomSeed, schema: task.replySchema }, signal),
    check: ({ messages, randomSeed }, signal) =>
      send({ messages, randomSeed, schema: task.checkSchema }, signal),
  };
};

function noKey(host: string): LabError {
  return new LabError(
    'teacher-key',
    `${host} asks for a key, and none was given.`,
    'Enter the key, then resume the run.',
  );
}
