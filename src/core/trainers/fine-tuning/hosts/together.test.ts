/** Together's API, with bodies as its reference has them. */
import { describe, expect, it } from 'vitest';
import { rejected } from '../../../../../test/support/caught.ts';
import { recordedService } from '../../../../../test/support/recorded-service.ts';
import { never, orderOf, TRAINING_FILE } from '../../../../../test/support/tuning-orders.ts';

const JOBS = '/v1/fine-tunes';
const ID = 'ft-5ab9-c0ffee';
const job = (more: object = {}) => ({
  id: ID,
  status: 'pending',
  created_at: '2026-06-01T10:00:00.000Z',
  updated_at: '2026-06-01T10:30:00.000Z',
  model: 'org/small-base',
  model_output_name: 'me/small-base-llm2llm-1-aaaaaaaaaaaa-77',
  training_file: 'file-1',
  n_epochs: 3,
  batch_size: 'max',
  learning_rate: 0.00002,
  training_type: { type: 'Lora', lora_r: 8, lora_alpha: 16 },
  token_count: 1234,
  events: [],
  ...more,
});

it('a file is uploaded where it takes forms', async () => {
  const { host, sent } = recordedService('together', { 'POST /v1/files/upload': { id: 'file-1' } });
  expect(await host.upload(TRAINING_FILE, 'r1.jsonl', never)).toBe('file-1');
  expect(sent[0]?.body).toEqual({
    purpose: 'fine-tune',
    file_name: 'r1.jsonl',
    file_type: 'jsonl',
    file: `r1.jsonl: ${TRAINING_FILE}`,
  });
});

describe('an order', () => {
  it('has a rate times its own, and a mark instead of metadata', async () => {
    const { host, sent } = recordedService('together', {
      [`POST ${JOBS}`]: job(),
      [`GET ${JOBS}`]: { data: [] },
    });
    const training = { epochs: 3, rateMultiplier: 2 };
    const made = await host.create(orderOf('file-1', { model: 'org/small-base', training }), never);
    expect(sent.at(-1)?.body).toEqual({
      model: 'org/small-base',
      training_file: 'file-1',
      suffix: 'llm2llm-1-aaaaaaaaaaaa',
      random_seed: 7,
      n_epochs: 3,
      learning_rate: 2e-5,
      training_type: { type: 'Lora', lora_r: 8, lora_alpha: 16, lora_trainable_modules: 'all-linear' },
      training_method: { method: 'sft', train_on_inputs: false },
    });
    expect(made).toEqual({
      id: ID,
      status: 'queued',
      rawStatus: 'pending',
      base: 'org/small-base',
      tuned: null,
      createdAt: Date.parse('2026-06-01T10:00:00Z') / 1000,
      finishedAt: null,
      estimatedFinish: null,
      trainedTokens: 1234,
      error: null,
      metadata: {},
      training: {
        learningRate: 2e-5,
        epochs: 3,
        batchSize: null,
        rank: 8,
        alpha: 16,
        totalSteps: null,
      },
    });
  });

  it('goes on from the job that made a model, or from a checkpoint', async () => {
    const { host, sent } = recordedService('together', {
      [`POST ${JOBS}`]: job(),
      [`GET ${JOBS}`]: { data: [job({ id: 'ft-0' }), job({ model_output_name: 'me/tuned' })] },
    });
    await host.create(orderOf('file-1', { model: 'me/tuned', training: { method: 'full' } }), never);
    expect(sent.at(-1)?.body).toMatchObject({ from_checkpoint: ID, training_type: { type: 'Full' } });
    expect(sent.at(-1)?.body).not.toHaveProperty('model');
    await host.create(orderOf('file-1', { model: `${ID}:20` }), never);
    expect(sent.at(-1)?.body).toMatchObject({ from_checkpoint: `${ID}:20` });
  });

  it('is found again by the name of its model', async () => {
    const other = job({ id: 'ft-1', model_output_name: 'me/other' });
    const older = job({ id: 'ft-0', created_at: '2026-05-01T10:00:00Z' });
    const { host } = recordedService('together', { [`GET ${JOBS}`]: { data: [other, older, job()] } });
    expect((await host.find({ fit: 'a'.repeat(64) }, never))?.id).toBe(ID);
    expect(await host.find({ fit: 'b'.repeat(64) }, never)).toBeNull();
    expect((await host.jobs(null, never)).items.map(({ id }) => id)).toEqual(['ft-1', ID, 'ft-0']);
  });
});

describe('a job', () => {
  it('that is done has a model and a time', async () => {
    const { host } = recordedService('together', { [`GET ${JOBS}/${ID}`]: job({ status: 'completed' }) });
    expect(await host.job(ID, never)).toMatchObject({
      status: 'succeeded',
      tuned: 'me/small-base-llm2llm-1-aaaaaaaaaaaa-77',
      finishedAt: Date.parse('2026-06-01T10:30:00Z') / 1000,
    });
  });

  it('that failed has the words of its last error', async () => {
    const events = [
      { created_at: '2026-06-01T10:00:02Z', level: 'error', message: 'Out of memory.', type: 'JOB_ERROR' },
      { created_at: '2026-06-01T10:00:01Z', level: 'info', message: 'Started.', type: 'JOB_START' },
    ];
    const { host, answers } = recordedService('together', {
      [`GET ${JOBS}/${ID}`]: job({ status: 'error', events }),
    });
    expect(await host.job(ID, never)).toMatchObject({
      status: 'failed',
      error: { code: null, message: 'Out of memory.' },
    });
    answers.set(`GET ${JOBS}/${ID}`, job({ status: 'user_error' }));
    expect((await host.job(ID, never)).error?.message).toContain('no reason');
  });

  it('tells messages and losses in two lists, of which each is told once', async () => {
    const message = (n: number) => ({ created_at: `2026-06-01T10:00:0${n}Z`, message: `m${n}`, step: n });
    const row = (n: number) => ({ 'train/loss': 1 / n, 'train/learning_rate': 1e-5, 'train/global_step': n });
    const { host, answers } = recordedService('together', {
      [`GET ${JOBS}/${ID}/events`]: { data: [message(1)] },
    });
    const first = await host.events(ID, null, never);
    expect(first).toMatchObject([{ message: 'm1', step: null }]);
    answers.set(`GET ${JOBS}/${ID}/metrics`, { metrics: [row(1), { 'eval/loss': 3 }, row(2)] });
    const second = await host.events(ID, first.at(-1)?.id ?? null, never);
    expect(second).toMatchObject([
      { step: 1, loss: 1, learningRate: 1e-5 },
      { step: 2, loss: 0.5 },
    ]);
    answers.set(`GET ${JOBS}/${ID}/events`, { data: [message(1), message(2)] });
    answers.set(`GET ${JOBS}/${ID}/metrics`, { metrics: [row(1), row(2), row(3)] });
    const third = await host.events(ID, second.at(-1)?.id ?? null, never);
    expect(third.map(({ message }) => message)).toEqual(['m2', 'Step 3: training loss=0.3333333333333333']);
    expect(await host.events(ID, third.at(-1)?.id ?? null, never)).toEqual([]);
    const all = [...first, ...second, ...third];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('leaves checkpoints to go on from', async () => {
    const data = [
      { step: 20, checkpoint_type: 'Final Adapter', path: 's3://x', created_at: '' },
      { step: 10, checkpoint_type: 'Intermediate (step 10)', path: 's3://y', created_at: '' },
    ];
    const { host } = recordedService('together', { [`GET ${JOBS}/${ID}/checkpoints`]: { data } });
    expect((await host.checkpoints(ID, never)).map(({ model }) => model)).toEqual([`${ID}:10`, ID]);
  });

  it('is cancelled', async () => {
    const { host, sent } = recordedService('together', {
      [`POST ${JOBS}/${ID}/cancel`]: job({ status: 'cancel_requested' }),
      [`GET ${JOBS}/${ID}`]: job({ status: 'cancelled' }),
    });
    expect((await host.cancel(ID, never)).status).toBe('cancelled');
    expect(sent[0]?.line).toBe(`POST ${JOBS}/${ID}/cancel`);
  });
});

it('what it can do is asked with GET alone', async () => {
  const { host, sent } = recordedService('together', { [`GET ${JOBS}`]: { data: [] } });
  expect(await host.abilities(never)).toMatchObject({
    server: 'api.example.org',
    scores: false,
    adopts: true,
  });
  expect(sent.map(({ line }) => line)).toEqual([`GET ${JOBS}`]);
  expect((await rejected(recordedService('together', {}).host.abilities(never))).code).toBe(
    'backend-not-found',
  );
});
