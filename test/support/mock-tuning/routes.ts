/** The mock server's routes of files and jobs; those of models are next door. */
import type { ServerResponse } from 'node:http';
import { asRecord, sendJson } from '../http.ts';
import type { MockJob } from './jobs.ts';
import { chat, description, score, serveModels } from './models.ts';
import type { TuningRequest, TuningScenario } from './scenario.ts';
import { Refusal } from './scenario.ts';
import { checkpointObjects, eventObjects, jobObject, pageOf } from './shapes.ts';
import type { MockFile, TuningState } from './state.ts';

const METADATA = /^metadata\[(.+)\]$/u;

/** Carries one request out and answers it. Throws Refusal. */
export function serve(
  scenario: TuningScenario,
  state: TuningState,
  { method, path, headers, body }: TuningRequest,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = new URL(path, 'http://mock.example');
  const [version, kind, ...rest] = pathname.split('/').slice(1).map(decodeURIComponent);
  const data = asRecord(body);
  const ok = (answer: unknown): void => sendJson(response, 200, answer);
  const name = version === 'v1' ? `${method} ${kind ?? ''}` : '';
  if (name === 'GET llm2llm' && scenario.describes !== false) ok(description(scenario));
  else if (name === 'POST score' && scenario.scores !== false) ok(score(state, data));
  else if (name === 'POST chat' && rest[0] === 'completions') chat(scenario, state, data, response);
  else if (name === 'GET models' || name === 'DELETE models') {
    serveModels(scenario, state, method, rest, response);
  } else if (version === 'v1' && kind === 'files') serveFiles(state, method, rest, data, response);
  else if (version === 'v1' && kind === 'fine_tuning' && rest[0] === 'jobs') {
    const [, id, action] = rest;
    const key = headers['idempotency-key'];
    if (id === undefined && method === 'POST') ok(jobObject(state.create(data, key?.toString())));
    else if (id === undefined) ok(listed(state, searchParams));
    else ok(onJob(scenario, state, method, state.job(id), action, searchParams));
  } else throw new Refusal(404, 'unknown_url', `Not Found: ${method} ${pathname}.`);
}

function listed(state: TuningState, query: URLSearchParams): unknown {
  const asked = [...query].flatMap(([name, value]) => {
    const key = METADATA.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as const];
  });
  const jobs = state.jobs.filter(({ metadata }) => asked.every(([key, value]) => metadata[key] === value));
  return pageOf(jobs.toReversed().map(jobObject), query, 20);
}

function onJob(
  scenario: TuningScenario,
  state: TuningState,
  method: string,
  job: MockJob,
  action: string | undefined,
  query: URLSearchParams,
): unknown {
  if (method === 'GET' && action === 'events') return pageOf(eventObjects(job), query, 20);
  if (method === 'GET' && action === 'checkpoints') return pageOf(checkpointObjects(job), query, 10);
  if (method === 'POST' && action === 'cancel') state.cancel(job);
  else if (method === 'POST' && action === 'pause') state.pause(job);
  else if (method === 'POST' && action === 'resume') state.resume(job);
  else if (method !== 'GET' || action !== undefined) {
    throw new Refusal(404, 'unknown_url', `Not Found: ${method} ${action ?? ''}.`);
  } else if (scenario.pace !== 'manual') job.advance();
  return jobObject(job);
}

function serveFiles(
  state: TuningState,
  method: string,
  [id, content]: readonly string[],
  body: Readonly<Record<string, unknown>>,
  response: ServerResponse,
): void {
  if (method === 'POST') {
    if (body['purpose'] !== 'fine-tune') {
      throw new Refusal(400, 'invalid_purpose', 'The purpose must be fine-tune.', 'purpose');
    }
    const { name, text } = asRecord(body['file']);
    sendJson(response, 200, fileObject(state.upload(String(name), String(text))));
  } else if (id === undefined) {
    sendJson(response, 200, { object: 'list', data: state.files.map(fileObject), has_more: false });
  } else if (method === 'DELETE') {
    state.removeFile(id);
    sendJson(response, 200, { id, object: 'file', deleted: true });
  } else if (content === 'content') {
    response.writeHead(200, { 'content-type': 'application/jsonl' }).end(state.file(id, 'file_id').text);
  } else sendJson(response, 200, fileObject(state.file(id, 'file_id')));
}

function fileObject({ id, name, text }: MockFile): unknown {
  const bytes = Buffer.byteLength(text);
  return {
    id,
    object: 'file',
    bytes,
    created_at: 1_800_000_000,
    filename: name,
    purpose: 'fine-tune',
    status: 'processed',
  };
}
