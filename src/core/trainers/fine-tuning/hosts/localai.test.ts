/** LocalAI's API, with bodies as its source has them (core/schema/finetune.go). */
import { describe, expect, it, vi } from 'vitest';
import { rejected } from '../../../../../test/support/caught.ts';
import { recordedService } from '../../../../../test/support/recorded-service.ts';
import { never, orderOf, TRAINING_FILE } from '../../../../../test/support/tuning-orders.ts';

const API = '/api/fine-tuning';
const ONE = `${API}/jobs/j1`;
const metadata = { run: 'r1', fit: 'a'.repeat(64) };
const job = (more: object = {}) => ({
  id: 'j1',
  model: 'org/small-base',
  backend: 'trl',
  training_type: 'lora',
  training_method: 'sft',
  status: 'training',
  output_dir: '/data/fine-tune/j1',
  created_at: '2026-08-01T10:00:00Z',
  extra_options: { llm2llm: JSON.stringify(metadata) },
  config: { learning_rate: 0.0004, num_epochs: 2, adapter_rank: 8 },
  ...more,
});

it('a file is uploaded as a data set, and known by its path there', async () => {
  const { host, sent } = recordedService('localai', {
    [`POST ${API}/datasets`]: { path: '/data/fine-tune/datasets/1-r1.jsonl' },
  });
  expect(await host.upload(TRAINING_FILE, 'r1.jsonl', never)).toBe('/data/fine-tune/datasets/1-r1.jsonl');
  expect(sent[0]?.body).toEqual({ file: `r1.jsonl: ${TRAINING_FILE}` });
});

describe('an order', () => {
  it('carries its metadata in an option, and nothing that was left to the server', async () => {
    const { host, sent } = recordedService('localai', {
      [`GET ${API}/jobs`]: [],
      [`POST ${API}/jobs`]: { id: 'j1', status: 'queued', message: 'Fine-tuning job started' },
      [`GET ${ONE}`]: job(),
    });
    const training = { epochs: 2, rateMultiplier: 2, rank: 8 };
    const made = await host.create(orderOf('/data/1.jsonl', { model: 'org/small-base', training }), never);
    expect(sent[1]?.body).toEqual({
      model: 'org/small-base',
      backend: 'trl',
      training_type: 'lora',
      training_method: 'sft',
      dataset_source: '/data/1.jsonl',
      seed: 7,
      num_epochs: 2,
      learning_rate: 4e-4,
      adapter_rank: 8,
      extra_options: { save_strategy: 'epoch', save_total_limit: '1', llm2llm: JSON.stringify(metadata) },
    });
    expect(made).toMatchObject({
      id: 'j1',
      status: 'running',
      rawStatus: 'training',
      createdAt: Date.parse('2026-08-01T10:00:00Z') / 1000,
      metadata,
      training: { learningRate: 4e-4, epochs: 2, rank: 8, alpha: null },
    });
    expect(
      (await recordedService('localai', { [`GET ${API}/jobs`]: [job()] }).host.find(metadata, never))?.id,
    ).toBe('j1');
  });

  it('from a model that was trained there is refused before anything is ordered', async () => {
    const { host, sent } = recordedService('localai', {
      [`GET ${API}/jobs`]: [job({ export_model_name: 'tuned' })],
    });
    const error = await rejected(host.create(orderOf('f', { model: 'tuned' }), never));
    expect(error.code).toBe('backend-refused');
    expect(sent).toHaveLength(1);
  });
});

describe('progress', () => {
  it('is read from its stream, of which there is one, and told once', async () => {
    const messages = [
      { status: 'loading_model', message: 'Loading model', loss: 0 },
      { status: 'training', current_step: 1, total_steps: 4, loss: 0.9, learning_rate: 1e-4 },
    ];
    let push = (_message: object): void => undefined;
    const stream = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            push = (message) => {
              controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(message)}\n\n`));
            };
            messages.forEach(push);
          },
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      );
    const { host, sent } = recordedService('localai', {
      [`GET ${ONE}`]: job(),
      [`GET ${ONE}/progress`]: stream,
    });
    await vi.waitUntil(async () => (await host.events('j1', null, never)).length === 2);
    const first = await host.events('j1', null, never);
    expect(first).toMatchObject([
      { message: 'Loading model', step: null, loss: null },
      { step: 1, totalSteps: 4, loss: 0.9, learningRate: 1e-4 },
    ]);
    push({ status: 'training', current_step: 2, total_steps: 4, loss: 0.8 });
    const seen = first.at(-1)?.id ?? null;
    await vi.waitUntil(async () => (await host.events('j1', seen, never)).length === 1);
    expect(sent.filter(({ line }) => line.endsWith('/progress'))).toHaveLength(1);
  });

  it('of a job that is over is not asked for: the server would start it again to tell', async () => {
    const { host, sent } = recordedService('localai', { [`GET ${ONE}`]: job({ status: 'stopped' }) });
    expect(await host.events('j1', null, never)).toEqual([]);
    expect(sent.map(({ line }) => line)).toEqual([`GET ${ONE}`]);
  });
});

describe('a job that is done', () => {
  const done = job({ status: 'completed' });

  it('is exported from its last checkpoint, and has a model then', async () => {
    const checkpoints = [
      { path: '/data/j1/checkpoint-2', step: 2, loss: 0.5 },
      { path: '/data/j1/checkpoint-4', step: 4 },
    ];
    const { host, sent, answers } = recordedService('localai', {
      [`GET ${ONE}`]: done,
      [`GET ${ONE}/checkpoints`]: { checkpoints },
    });
    answers.set(`POST ${ONE}/export`, () => {
      answers.set(`GET ${ONE}`, { ...done, export_status: 'exporting' });
      return { status: 'exporting', model_name: 'small-base-ft-j1' };
    });
    expect(await host.job('j1', never)).toMatchObject({ status: 'running', rawStatus: 'exporting' });
    expect(sent.find(({ line }) => line.endsWith('export'))?.body).toEqual({
      checkpoint_path: '/data/j1/checkpoint-4',
      export_format: 'lora',
      model: 'org/small-base',
    });
    answers.set(`GET ${ONE}`, { ...done, export_status: 'completed', export_model_name: 'small-base-ft-j1' });
    expect(await host.job('j1', never)).toMatchObject({ status: 'succeeded', tuned: 'small-base-ft-j1' });
    answers.set(`GET ${ONE}`, { ...done, export_status: 'failed', export_message: 'No room.' });
    expect(await host.job('j1', never)).toMatchObject({ status: 'failed', error: { message: 'No room.' } });
    expect(sent.filter(({ line }) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('without a checkpoint has no model', async () => {
    const { host } = recordedService('localai', {
      [`GET ${ONE}`]: done,
      [`GET ${ONE}/checkpoints`]: { checkpoints: null },
    });
    expect(await host.job('j1', never)).toMatchObject({ status: 'failed', tuned: null });
  });

  it('and was ordered by somebody else is left alone', async () => {
    const { host, sent } = recordedService('localai', { [`GET ${ONE}`]: { ...done, extra_options: null } });
    expect(await host.job('j1', never)).toMatchObject({ status: 'succeeded', tuned: null });
    expect(sent).toHaveLength(1);
  });

  it('is not stopped any more; one at work is', async () => {
    const { host, sent, answers } = recordedService('localai', { [`GET ${ONE}`]: done });
    expect((await host.cancel('j1', never)).status).toBe('succeeded');
    expect(sent).toHaveLength(1);
    answers.set(`GET ${ONE}`, job());
    answers.set(`POST ${ONE}/stop`, () => {
      answers.set(`GET ${ONE}`, job({ status: 'stopped' }));
      return { status: 'stopped' };
    });
    expect((await host.cancel('j1', never)).status).toBe('cancelled');
  });
});

it('what it can do names a backend that is missing', async () => {
  const { host, answers, sent } = recordedService('localai', {
    [`GET ${API}/jobs`]: [],
    [`GET ${API}/backends`]: [],
    'GET /v1/models': { data: [{ id: 'small' }] },
  });
  const found = await host.abilities(never);
  expect(found).toMatchObject({ server: 'LocalAI at api.example.org', adopts: true });
  expect(found.notes[0]).toContain('install "trl"');
  answers.set(`GET ${API}/backends`, [{ name: 'trl' }]);
  expect((await host.abilities(never)).notes[0]).toContain('experimental');
  expect((await host.models(never)).map(({ id }) => id)).toEqual(['small']);
  expect(sent.every(({ line }) => line.startsWith('GET'))).toBe(true);
});
