/** The mock server's routes of models: list, answers, scores, files. */
import type { ServerResponse } from 'node:http';
import { asRecord, sendJson } from '../http.ts';
import { questionOf, replyOf, scoresOf } from './answers.ts';
import { adapterFiles, QUANTIZATIONS, weightFile } from './export.ts';
import type { TuningScenario } from './scenario.ts';
import { missing, Refusal } from './scenario.ts';
import { baseObject, tunedObject } from './shapes.ts';
import type { TuningState } from './state.ts';

/** GET and DELETE of /v1/models and what lies below; the parts behind `models`, decoded. */
export function serveModels(
  scenario: TuningScenario,
  state: TuningState,
  method: string,
  [id, kind, ...rest]: readonly string[],
  response: ServerResponse,
): void {
  if (id === undefined) {
    const data = [...state.models.map(baseObject), ...state.tuned.map(tunedObject)];
    sendJson(response, 200, { object: 'list', data, has_more: false });
    return;
  }
  if (method === 'DELETE' && kind === undefined) {
    state.forget(id);
    sendJson(response, 200, { id, object: 'model', deleted: true });
    return;
  }
  const job = state.servable(id);
  if (kind === undefined) {
    sendJson(response, 200, job ? tunedObject(job) : baseObject(id));
  } else if (kind === 'files') {
    const files = job ? adapterFiles(job) : new Map<string, Uint8Array<ArrayBuffer>>();
    const [name] = rest;
    if (name === undefined) {
      const data = [...files].map(([name, bytes]) => ({ object: 'model.file', name, bytes: bytes.length }));
      sendJson(response, 200, { object: 'list', data, has_more: false });
      return;
    }
    const bytes = files.get(name);
    if (!bytes) throw missing('model file', name, 'name', 'file_not_found');
    sendBytes(response, name, bytes);
  } else if (kind === 'mlc' && rest[0] === 'resolve') {
    const [, revision = '', name = ''] = rest;
    sendBytes(response, name, weightFile(scenario, { id, base: job?.base ?? id }, revision, name));
  } else
    throw new Refusal(404, 'unknown_url', `Not Found: ${method} models/${[id, kind, ...rest].join('/')}.`);
}

/** POST /v1/score. */
export function score(state: TuningState, body: Readonly<Record<string, unknown>>): unknown {
  const job = state.servable(String(body['model']));
  const inputs = Array.isArray(body['inputs']) ? (body['inputs'] as readonly unknown[]) : [];
  const data = inputs.map((input, index) => {
    const candidates = (asRecord(input)['candidates'] ?? body['candidates'] ?? []) as readonly string[];
    state.counts.scored += 1;
    const logprobs = scoresOf(job, questionOf(input), candidates);
    const scores = candidates.map((candidate, i) => ({ candidate, logprob: logprobs[i], tokens: 1 }));
    return { object: 'score', index, scores, prompt_tokens: 10 };
  });
  return { object: 'list', model: body['model'], data, usage: usageOf(10 * inputs.length, 0) };
}

/** POST /v1/chat/completions, whole or as a stream. */
export function chat(
  scenario: TuningScenario,
  state: TuningState,
  body: Readonly<Record<string, unknown>>,
  response: ServerResponse,
): void {
  const job = state.servable(String(body['model']));
  state.counts.written += 1;
  const content =
    job === null && scenario.baseReply !== undefined
      ? scenario.baseReply
      : replyOf(job, questionOf(body), state.answers);
  const head = { id: 'chatcmpl-mock', created: 0, model: body['model'] };
  const usage = usageOf(10, 2);
  if (body['stream'] !== true) {
    const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
    sendJson(response, 200, { ...head, object: 'chat.completion', choices: [choice], usage });
    return;
  }
  const chunk = { ...head, object: 'chat.completion.chunk' };
  const choice = { index: 0, delta: { role: 'assistant', content }, finish_reason: 'stop' };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const part of [
    { ...chunk, choices: [choice] },
    { ...chunk, choices: [], usage },
  ]) {
    response.write(`data: ${JSON.stringify(part)}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}

/** GET /v1/llm2llm. */
export function description({ scores = true, webllm = QUANTIZATIONS }: TuningScenario): unknown {
  return {
    object: 'llm2llm.server',
    version: '0.0.0-mock',
    engine: 'mock',
    device: 'cpu',
    dtype: 'float32',
    packages: {},
    fault: null,
    score: scores,
    adapters: true,
    mlc: webllm,
    training: {
      n_epochs: 3,
      batch_size: 8,
      learning_rate: 2e-4,
      full_learning_rate: 2e-5,
      lora_rank: 8,
      lora_alpha: 16,
      max_length: 1024,
    },
    limits: { upload_bytes: 1e8, min_examples: 1 },
  };
}

function usageOf(prompt: number, completion: number): unknown {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function sendBytes(response: ServerResponse, name: string, bytes: Uint8Array): void {
  response.writeHead(200, {
    'content-type': name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
    'content-length': bytes.length,
    'content-disposition': `attachment; filename="${name}"`,
  });
  response.end(bytes);
}
