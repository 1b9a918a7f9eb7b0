/** Our own backend's dialect against a mock of it, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rejected } from '../../../../../test/support/caught.ts';
import { startMockTuning, type MockTuning } from '../../../../../test/support/mock-tuning.ts';
import type { TuningScenario } from '../../../../../test/support/mock-tuning/scenario.ts';
import { KEY, netWith, never, orderOf, TRAINING_FILE } from '../../../../../test/support/tuning-orders.ts';
import { tuningHost } from './registry.ts';

let mock: MockTuning;
beforeAll(async () => {
  mock = await startMockTuning();
});
afterAll(() => mock.close());

/** The mock from its beginning, and a host that talks to it. */
function hostOf(scenario: TuningScenario = {}, key: string | null = KEY) {
  mock.play({ key: KEY, ...scenario });
  return tuningHost({ baseUrl: mock.baseUrl, provider: 'llm2llm', timeoutSeconds: 5 }, netWith(key));
}

async function created(host: ReturnType<typeof hostOf>, changes: Parameters<typeof orderOf>[1] = {}) {
  const file = await host.upload(TRAINING_FILE, 'train.jsonl', never);
  return host.create(orderOf(file, changes), never);
}

describe('what the server can do', () => {
  it('is what it says about itself', async () => {
    const found = await hostOf({ webllm: ['q0f32'] }).abilities(never);
    expect(found).toEqual({
      server: `LLM2LLM backend 0.0.0-mock (cpu, float32) at ${new URL(mock.baseUrl).host}`,
      scores: true,
      adopts: true,
      pauses: true,
      answers: true,
      adapterFiles: true,
      webllm: ['q0f32'],
      notes: [],
    });
    expect(mock.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('is what OpenAI’s format has, where it says nothing', async () => {
    const found = await hostOf({ describes: false }).abilities(never);
    expect(found).toMatchObject({ scores: false, pauses: false, adapterFiles: false });
    expect(found.notes.join(' ')).toContain('does not describe itself');
    expect(mock.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});

describe('a job', () => {
  it('is ordered with its settings in the format, and those it has no field for in the metadata', async () => {
    const training = { epochs: 2, batchSize: null, rateMultiplier: 0.5, rank: 4, alpha: 12 };
    const job = await created(hostOf(), { training });
    const request = mock.requests.at(-1);
    expect(request).toMatchObject({ method: 'POST', path: '/v1/fine_tuning/jobs' });
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      'idempotency-key': 'fit-0',
    });
    expect(request?.body).toEqual({
      model: 'small-base',
      training_file: 'file-mock1',
      seed: 7,
      suffix: 'llm2llm-1',
      method: {
        type: 'supervised',
        supervised: {
          hyperparameters: { n_epochs: 2, batch_size: 'auto', learning_rate_multiplier: 0.5 },
        },
      },
      metadata: { run: 'r1', fit: 'a'.repeat(64), training: 'lora', lora_rank: '4', lora_alpha: '12' },
    });
    expect(job).toMatchObject({ id: 'ftjob-mock1', status: 'queued', base: 'small-base', tuned: null });
    expect(job.training).toEqual({
      learningRate: 1e-4,
      epochs: 2,
      batchSize: 8,
      rank: 4,
      alpha: 12,
      totalSteps: 4,
    });
  });

  it('may train all weights', async () => {
    const job = await created(hostOf(), { training: { method: 'full', rank: 4 } });
    expect(job.metadata).toEqual({ run: 'r1', fit: 'a'.repeat(64), training: 'full' });
    expect(job.training).toMatchObject({ rank: null, alpha: null });
  });

  it('whose answer was lost is not created twice', async () => {
    const host = hostOf();
    mock.fault({ on: 'POST /v1/fine_tuning/jobs', cut: 'cut-after' });
    const job = await created(host);
    expect(job.id).toBe('ftjob-mock1');
    expect(mock.counts).toMatchObject({ created: 1, repeated: 1 });
  });

  it('is found again by its metadata, the newest of several', async () => {
    const host = hostOf();
    expect(await host.find({ fit: 'a'.repeat(64) }, never)).toBeNull();
    await created(host);
    await created(host, { key: 'fit-1' });
    await created(host, { key: 'other', metadata: { fit: 'b'.repeat(64) } });
    expect((await host.find({ fit: 'a'.repeat(64) }, never))?.id).toBe('ftjob-mock2');
    expect(mock.requests.at(-1)?.path).toContain(encodeURIComponent('metadata[fit]'));
  });

  it('is told with its steps, each once, oldest first', async () => {
    const host = hostOf({ steps: 150, pace: 'manual' });
    const { id } = await created(host);
    mock.advance(3);
    const first = await host.events(id, null, never);
    expect(first.map(({ step }) => step)).toEqual([null, null, 1, 2]);
    expect(first.at(-1)).toMatchObject({ totalSteps: 150, learningRate: 2e-4, level: 'info' });
    expect(first.at(-1)?.loss).toBeCloseTo(2 / 3);
    expect(await host.events(id, first.at(-1)?.id ?? null, never)).toEqual([]);
    mock.advance(200);
    const rest = await host.events(id, first.at(-1)?.id ?? null, never);
    expect(rest.map(({ step }) => step)).toEqual([...Array.from({ length: 148 }, (_, i) => i + 3), null]);
    expect(await host.events(id, null, never)).toHaveLength(153);
  });

  it('is paused, resumed, and cancelled as often as one likes', async () => {
    const host = hostOf({ pace: 'manual' });
    const { id } = await created(host);
    mock.advance();
    expect(await host.pause?.(id, never)).toMatchObject({ status: 'running', rawStatus: 'pausing' });
    mock.advance();
    expect((await host.job(id, never)).status).toBe('paused');
    expect((await host.resume?.(id, never))?.status).toBe('queued');
    expect((await host.cancel(id, never)).status).toBe('cancelled');
    expect((await host.cancel(id, never)).status).toBe('cancelled');
    expect(mock.counts.cancelled).toBe(1);
  });

  it('that failed says why in the server’s words', async () => {
    const host = hostOf({ end: 'failed', steps: 1 });
    const { id } = await created(host);
    mock.advance(5);
    expect(await host.job(id, never)).toMatchObject({
      status: 'failed',
      error: { code: 'out_of_memory', message: 'The graphics card is out of memory.' },
    });
  });

  it('leaves checkpoints and a model, which can be deleted', async () => {
    const host = hostOf({ pace: 'manual' });
    const { id } = await created(host);
    mock.advance(10);
    const { tuned } = await host.job(id, never);
    expect(tuned).toBe('ft:small-base:llm2llm:llm2llm-1:mock1');
    expect(await host.checkpoints(id, never)).toEqual([
      { id: `ftckpt-${id}-2`, step: 2, model: `${tuned}:ckpt-step-2`, loss: 2 / 3 },
    ]);
    const models = await host.models(never);
    expect(models).toMatchObject([
      { id: 'small-base', base: null, job: null, createdAt: null },
      { id: tuned, base: 'small-base', job: id, metadata: { run: 'r1' } },
    ]);
    await host.deleteModel?.(tuned ?? '', never);
    await host.deleteModel?.(tuned ?? '', never);
    expect(await host.models(never)).toHaveLength(1);
    const refused = await rejected(host.deleteModel?.('small-base', never) ?? Promise.resolve());
    expect(refused.code).toBe('backend-refused');
    expect(refused.message).toContain('Base models are not deleted.');
  });

  it('stands in pages', async () => {
    const host = hostOf();
    for (let i = 0; i < 21; i++) await created(host, { key: `k${i}` });
    const first = await host.jobs(null, never);
    expect(first.items.map(({ id }) => id).slice(0, 2)).toEqual(['ftjob-mock21', 'ftjob-mock20']);
    expect(first.next).toBe('ftjob-mock2');
    const second = await host.jobs(first.next, never);
    expect(second).toMatchObject({ items: [{ id: 'ftjob-mock1' }], next: null });
  });
});
