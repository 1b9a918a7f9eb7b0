/** OpenAI's npm SDK, as it is, against the real server: files, jobs, models. */
/* eslint-disable @typescript-eslint/no-deprecated -- What the SDK calls deprecated its users still send. */
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, eventually, startServer, trainingData, upload, type RealServer } from './real-server.ts';

let server: RealServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startServer();
  ({ client } = server);
});
afterAll(() => server.end());

/** All items of all pages. */
async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

describe('files', () => {
  it('are created, found, listed, read and deleted', async () => {
    const data = trainingData();
    const file = await client.files.create({ file: new File([data], 'train.jsonl'), purpose: 'fine-tune' });
    expect(file).toMatchObject({
      object: 'file',
      bytes: data.length,
      filename: 'train.jsonl',
      purpose: 'fine-tune',
      status: 'processed',
    });
    expect(await client.files.retrieve(file.id)).toEqual(file);
    expect(await (await client.files.content(file.id)).text()).toBe(data);
    expect((await all(client.files.list())).map(({ id }) => id)).toContain(file.id);
    expect(await client.files.delete(file.id)).toMatchObject({ id: file.id, deleted: true });
    await expect(client.files.retrieve(file.id)).rejects.toThrow(OpenAI.NotFoundError);
  });

  it('are uploaded as a response, a buffer and a stream as well', async () => {
    const data = trainingData(2);
    const sources = [
      new Response(data),
      Buffer.from(data),
      (async function* () {
        yield new TextEncoder().encode(data);
      })(),
    ];
    for (const source of sources) {
      const file = await client.files.create({
        file: await OpenAI.toFile(source, 'train.jsonl'),
        purpose: 'fine-tune',
      });
      expect(file.bytes).toBe(data.length);
    }
  });

  it('are listed in pages and in either order', async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.push(await upload(client));
    const forwards = await all(client.files.list({ limit: 2, order: 'asc', purpose: 'fine-tune' }));
    expect(forwards.slice(-5).map(({ id }) => id)).toEqual(made);
    const backwards = await all(client.files.list({ limit: 2 }));
    expect(backwards.slice(0, 5).map(({ id }) => id)).toEqual(made.reverse());
  });

  it('may expire', async () => {
    const file = await client.files.create({
      file: new File([trainingData()], 'train.jsonl'),
      purpose: 'fine-tune',
      expires_after: { anchor: 'created_at', seconds: 3600 },
    });
    expect(file.expires_at).toBe(file.created_at + 3600);
  });
});

describe('jobs', () => {
  it('go from upload to answer', async () => {
    const { jobs } = client.fineTuning;
    const created = await jobs.create({
      model: 'tiny',
      training_file: await upload(client),
      validation_file: await upload(client, trainingData(), 'validation.jsonl'),
      suffix: 'round-3',
      seed: 42,
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2, batch_size: 4 } } },
      metadata: { run: 'r1', round: '3' },
      integrations: [{ type: 'wandb', wandb: { project: 'p' } }],
    });
    expect(created).toMatchObject({
      object: 'fine_tuning.job',
      status: 'queued',
      fine_tuned_model: null,
      seed: 42,
      metadata: { run: 'r1', round: '3' },
    });
    const job = await ended(client, created.id);
    expect(job).toMatchObject({ status: 'succeeded', error: null, trained_tokens: 12 });
    expect(job.method?.supervised?.hyperparameters).toMatchObject({ n_epochs: 2, batch_size: 4 });
    expect(job.finished_at).toBeGreaterThanOrEqual(job.created_at);
    const model = job.fine_tuned_model ?? '';
    expect(model).toMatch(/^ft:tiny:local:round-3:/);

    const events = await all(jobs.listEvents(job.id, { limit: 2 }));
    expect(events[0]).toMatchObject({ object: 'fine_tuning.job.event', level: 'info', type: 'message' });
    const steps = events.filter(({ type }) => type === 'metrics').map(({ data }) => data as { step: number });
    expect(steps.map(({ step }) => step)).toEqual([4, 3, 2, 1]);

    const checkpoints = await all(jobs.checkpoints.list(job.id, { limit: 1 }));
    expect(checkpoints.map(({ step_number }) => step_number)).toEqual([4, 2]);
    expect(checkpoints[0]?.metrics.train_loss).toEqual(expect.any(Number));
    const half = checkpoints[1]?.fine_tuned_model_checkpoint ?? '';
    expect(half).toBe(`${model}:ckpt-step-2`);

    const curve = await (await client.files.content(job.result_files[0] ?? '')).text();
    expect(curve).toMatch(/^step,epoch,train_loss/);
    for (const [id, says] of [
      [model, 'tiny+final'],
      [half, 'tiny+checkpoint-2'],
    ] as const) {
      const messages = [{ role: 'user' as const, content: 'hm' }];
      const answer = await client.chat.completions.create({ model: id, messages, max_tokens: 1 });
      expect(answer.choices[0]?.message.content).toBe(says);
    }
  });

  it('work out what is left to them', async () => {
    const job = await client.fineTuning.jobs.create({
      model: 'tiny',
      training_file: await upload(client, trainingData(3)),
      hyperparameters: { n_epochs: 'auto', batch_size: 'auto', learning_rate_multiplier: 0.5 },
    });
    expect(job.hyperparameters).toEqual({ n_epochs: 3, batch_size: 3, learning_rate_multiplier: 0.5 });
    await ended(client, job.id);
  });

  it('are listed page after page, and found by their metadata', async () => {
    const training_file = await upload(client);
    const made: string[] = [];
    for (const n of ['0', '1', '2', '3', '4']) {
      const metadata = { run: 'pages', n };
      made.push((await client.fineTuning.jobs.create({ model: 'tiny', training_file, metadata })).id);
    }
    const ids = async (query: OpenAI.FineTuning.JobListParams): Promise<string[]> =>
      (await all(client.fineTuning.jobs.list(query))).map(({ id }) => id);
    expect(await ids({ limit: 2, metadata: { run: 'pages' } })).toEqual([...made].reverse());
    expect(await ids({ metadata: { run: 'pages', n: '3' } })).toEqual([made[3]]);
    expect((await ids({ limit: 3 })).slice(0, 5)).toEqual([...made].reverse());
    const first = await client.fineTuning.jobs.list({ limit: 2, metadata: { run: 'pages' } });
    expect(first.hasNextPage()).toBe(true);
    expect((await first.getNextPage()).data.map(({ id }) => id)).toEqual([made[2], made[1]]);
    for (const id of made) await ended(client, id);
  });

  it('that fail say why', async () => {
    const training_file = await upload(client, trainingData(4, 'FAIL'));
    const job = await ended(client, (await client.fineTuning.jobs.create({ model: 'tiny', training_file })).id);
    expect(job).toMatchObject({ status: 'failed', fine_tuned_model: null, error: { code: 'bad_data' } });
    expect(job.error?.message).toBe('The data can not be learned. Use other data.');
    expect((await client.fineTuning.jobs.listEvents(job.id)).data[0]?.level).toBe('error');
  });
});

describe('jobs that are stopped', () => {
  let slow: RealServer;
  beforeAll(async () => {
    slow = await startServer(50);
  });
  afterAll(() => slow.end());

  it('are paused, resumed and cancelled', async () => {
    const { jobs } = slow.client.fineTuning;
    const { id } = await jobs.create({
      model: 'tiny',
      training_file: await upload(slow.client, trainingData(100)),
      hyperparameters: { batch_size: 1 },
    });
    const step = async (): Promise<number> => {
      const { data } = await jobs.listEvents(id, { limit: 1 });
      return (data[0]?.data as { step?: number } | undefined)?.step ?? 0;
    };
    await eventually(step, (done) => done >= 2);
    const running = await jobs.retrieve(id);
    expect(running.status).toBe('running');
    expect(running.estimated_finish).toBeGreaterThanOrEqual(running.created_at);
    // The types of the SDK do not know these two states, which its own pause() leads to.
    expect(['pausing', 'paused']).toContain((await jobs.pause(id)).status);
    await eventually(
      () => jobs.retrieve(id),
      ({ status }) => (status as string) === 'paused',
    );
    expect(['queued', 'running']).toContain((await jobs.resume(id)).status);
    await eventually(
      () => jobs.retrieve(id),
      ({ status }) => status === 'running',
    );
    expect(await jobs.cancel(id)).toMatchObject({ id, status: 'cancelled', fine_tuned_model: null });
    await expect(jobs.cancel(id)).rejects.toMatchObject({ status: 400, code: 'job_not_cancelled' });
    await expect(jobs.cancel(id)).rejects.toThrow(OpenAI.BadRequestError);
    await expect(jobs.pause(id)).rejects.toMatchObject({ status: 400, code: 'job_not_paused' });
    await expect(jobs.resume(id)).rejects.toMatchObject({ status: 400, code: 'job_not_resumed' });
  });
});

describe('models', () => {
  it('are listed, looked up, trained further and deleted', async () => {
    const { jobs } = client.fineTuning;
    const training_file = await upload(client);
    const tuned = (await ended(client, (await jobs.create({ model: 'tiny', training_file })).id)).fine_tuned_model;
    const model = tuned ?? '';
    const listed = (await all(client.models.list())).map(({ id }) => id);
    expect(listed).toEqual(expect.arrayContaining(['tiny', model]));
    expect(await client.models.retrieve(model)).toMatchObject({ id: model, object: 'model' });
    const further = await ended(client, (await jobs.create({ model, training_file })).id);
    expect(further).toMatchObject({ model, status: 'succeeded' });
    expect(await client.models.delete(model)).toMatchObject({ id: model, deleted: true });
    await expect(client.models.retrieve(model)).rejects.toThrow(OpenAI.NotFoundError);
    await expect(client.models.delete('tiny')).rejects.toBeInstanceOf(OpenAI.APIError);
  });
});
