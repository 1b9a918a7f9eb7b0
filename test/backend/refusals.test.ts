/** OpenAI's npm SDK, as it is, against the real server: refusals arrive as the SDK's own classes. */
/* eslint-disable @typescript-eslint/no-deprecated -- What the SDK calls deprecated its users still send. */
import OpenAI, { type APIError } from 'openai';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startServer, trainingData, upload, UPLOAD_LIMIT, type RealServer } from './real-server.ts';

let server: RealServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startServer();
  ({ client } = server);
});
afterAll(() => server.end());

type Kind = abstract new (...args: never[]) => APIError;
interface Fault {
  readonly status: number;
  readonly code: string;
  readonly param?: string | null;
  readonly message?: unknown;
}

async function refused(asked: PromiseLike<unknown>, kind: Kind, fault: Fault): Promise<void> {
  const error: unknown = await Promise.resolve(asked).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(kind);
  expect(error).toMatchObject(fault);
}
const withKey = (apiKey: string) => new OpenAI({ baseURL: server.baseURL, apiKey, maxRetries: 0 });
const chat = (model: string, content = 'hm') =>
  client.chat.completions.create({ model, messages: [{ role: 'user', content }] });

test('no token, and a wrong one', async () => {
  await refused(withKey('sk-other').models.list(), OpenAI.AuthenticationError, { status: 401, code: 'invalid_api_key' });
  const none = new OpenAI({
    baseURL: server.baseURL,
    apiKey: 'none',
    maxRetries: 0,
    defaultHeaders: { Authorization: null },
  });
  await refused(none.models.list(), OpenAI.AuthenticationError, { status: 401, code: 'missing_api_key' });
});

describe('files', () => {
  it('that are no JSON Lines: the message names the lines', async () => {
    const lines = [trainingData(1), '{\n', trainingData(1), '{"messages": []}\n'].join('');
    await refused(upload(client, lines), OpenAI.BadRequestError, {
      status: 400,
      code: 'invalid_jsonl',
      param: 'file',
      message: expect.stringMatching(/Line 2: it is not JSON.*Line 4: /s),
    });
  });

  it.each([
    ['nothing in it', '', 'train.jsonl', 'too_few_examples'],
    ['another kind', trainingData(), 'train.csv', 'invalid_file_format'],
  ])('%s', async (_, data, name, code) => {
    await refused(upload(client, data, name), OpenAI.BadRequestError, { status: 400, code, param: 'file' });
  });

  it('for another purpose', async () => {
    const file = new File([trainingData()], 'train.jsonl');
    await refused(client.files.create({ file, purpose: 'batch' }), OpenAI.BadRequestError, {
      status: 400,
      code: 'invalid_purpose',
      param: 'purpose',
    });
  });

  it('that are too large, by a little and by much', async () => {
    for (const bytes of [UPLOAD_LIMIT + 1, 5_000_000]) {
      await refused(upload(client, ' '.repeat(bytes)), OpenAI.APIError, { status: 413, code: 'request_too_large' });
    }
  });
});

describe('what is not there', () => {
  it('a file', async () => {
    const fault = { status: 404, code: 'file_not_found' };
    const { files, fineTuning } = client;
    await refused(files.retrieve('file-unknown'), OpenAI.NotFoundError, fault);
    await refused(files.content('file-unknown'), OpenAI.NotFoundError, fault);
    await refused(files.delete('file-unknown'), OpenAI.NotFoundError, fault);
    const created = fineTuning.jobs.create({ model: 'tiny', training_file: 'file-unknown' });
    await refused(created, OpenAI.NotFoundError, { ...fault, param: 'training_file' });
  });

  it('a model', async () => {
    const fault = { status: 404, code: 'model_not_found', param: 'model' };
    const training_file = await upload(client);
    await refused(client.fineTuning.jobs.create({ model: 'gpt', training_file }), OpenAI.NotFoundError, fault);
    await refused(chat('gpt'), OpenAI.NotFoundError, fault);
    await refused(client.completions.create({ model: 'gpt', prompt: 'hm' }), OpenAI.NotFoundError, fault);
    await refused(client.models.retrieve('gpt'), OpenAI.NotFoundError, { status: 404, code: 'model_not_found' });
  });

  it('a job', async () => {
    const { jobs } = client.fineTuning;
    const asked: ((id: string) => PromiseLike<unknown>)[] = [
      (id) => jobs.retrieve(id),
      (id) => jobs.cancel(id),
      (id) => jobs.pause(id),
      (id) => jobs.resume(id),
      (id) => jobs.listEvents(id),
      (id) => jobs.checkpoints.list(id),
    ];
    for (const ask of asked) {
      await refused(ask('ftjob-unknown'), OpenAI.NotFoundError, { status: 404, code: 'fine_tune_not_found' });
    }
  });
});

/** One more than the format allows. */
const MANY = Object.fromEntries(Array.from({ length: 17 }, (_, n) => [n, 'x']));

test.each<[param: string, code: string, extra: Partial<OpenAI.FineTuning.JobCreateParams>]>([
  ['suffix', 'invalid_value', { suffix: 'a'.repeat(65) }],
  ['seed', 'invalid_value', { seed: -1 }],
  ['method.type', 'unsupported_method', { method: { type: 'dpo' } }],
  ['metadata', 'invalid_value', { metadata: MANY }],
  ['hyperparameters.n_epochs', 'invalid_value', { hyperparameters: { n_epochs: 0 } }],
])('a job with an unusable %s', async (param, code, extra) => {
  const created = client.fineTuning.jobs.create({ model: 'tiny', training_file: await upload(client), ...extra });
  await refused(created, OpenAI.BadRequestError, {
    status: 400,
    code,
    param: expect.stringContaining(param) as string,
  });
});

test.each<[param: string, extra: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>]>([
  ['messages', { messages: [] }],
  ['temperature', { temperature: 3 }],
  ['max_tokens', { max_tokens: 0 }],
  ['top_logprobs', { top_logprobs: 2 }],
  ['presence_penalty', { presence_penalty: 0.5 }],
  ['response_format', { response_format: { type: 'json_object' } }],
])('a chat with an unusable %s', async (param, extra) => {
  const asked = client.chat.completions.create({
    model: 'tiny',
    messages: [{ role: 'user', content: 'hm' }],
    ...extra,
  });
  await refused(asked, OpenAI.BadRequestError, { status: 400, code: expect.any(String) as string, param });
});

test("faults of the engine, told in the server's words", async () => {
  await refused(chat('broken'), OpenAI.InternalServerError, { status: 500, code: 'model_unavailable' });
  const message: unknown = expect.not.stringContaining('nobody foresaw');
  const hidden = { status: 500, code: 'engine_failed', message };
  await refused(chat('tiny', 'FAIL'), OpenAI.InternalServerError, hidden);
  const stream = client.chat.completions.create({
    model: 'tiny',
    messages: [{ role: 'user', content: 'FAIL' }],
    stream: true,
  });
  await refused(stream, OpenAI.InternalServerError, hidden);
  expect((await chat('tiny')).choices).toHaveLength(1);
});
