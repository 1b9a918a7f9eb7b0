/** The page's own adapter against the real server: what its tests against a mock of it take for granted. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tuningHost } from '../../src/core/trainers/fine-tuning/hosts/registry.ts';
import { rejected } from '../support/caught.ts';
import { netWith, never, orderOf, TRAINING_FILE } from '../support/tuning-orders.ts';
import { eventually, startServer, type RealServer } from './real-server.ts';

let server: RealServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.end());

const hostOf = (key: string | null = server.client.apiKey) =>
  tuningHost({ baseUrl: server.baseURL, provider: 'llm2llm', timeoutSeconds: 20 }, netWith(key));

it('what it can do is what the page expects of it', async () => {
  const found = await hostOf().abilities(never);
  expect(found).toMatchObject({ scores: true, adopts: true, pauses: true, answers: true, adapterFiles: true });
  expect(found.webllm).toContain('q4f32_1');
  expect(found.server).toContain('LLM2LLM backend');
  expect((await rejected(hostOf('wrong').abilities(never))).code).toBe('student-key');
});

it('a fit goes from its file to its model, is found again and not made twice', async () => {
  const host = hostOf();
  const file = await host.upload(TRAINING_FILE, 'train.jsonl', never);
  const order = orderOf(file, { model: 'tiny', training: { epochs: 2, batchSize: 1, rank: 4 } });
  const { id, training } = await host.create(order, never);
  expect(training).toMatchObject({ epochs: 2, batchSize: 1, rank: 4, alpha: 8, totalSteps: 4 });
  expect(training.learningRate).toBeGreaterThan(0);
  expect((await host.create(order, never)).id).toBe(id);
  const done = await eventually(
    () => host.job(id, never),
    ({ status }) => status === 'succeeded',
  );
  expect((await host.find({ fit: order.metadata['fit'] ?? '' }, never))?.id).toBe(id);
  expect(await host.find({ fit: 'another' }, never)).toBeNull();
  const events = await host.events(id, null, never);
  const steps = events.filter(({ step }) => step !== null);
  expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  expect(steps.every(({ loss, totalSteps }) => loss !== null && totalSteps === 4)).toBe(true);
  const [, second] = steps;
  const rest = await host.events(id, second?.id ?? null, never);
  expect(rest.filter(({ step }) => step !== null)).toEqual(steps.slice(2));
  const models = await host.models(never);
  expect(models.find((model) => model.id === done.tuned)).toMatchObject({
    base: 'tiny',
    job: id,
    metadata: order.metadata,
  });
  expect((await host.jobs(null, never)).items.map((job) => job.id)).toEqual([id]);
  expect((await host.checkpoints(id, never)).every(({ model }) => model.startsWith('ft:tiny:'))).toBe(true);
  expect(await host.cancel(id, never)).toEqual(done);
  await host.deleteModel?.(done.tuned ?? '', never);
  expect((await host.models(never)).some((model) => model.id === done.tuned)).toBe(false);
});

it('a refusal has the server’s words', async () => {
  const host = hostOf();
  const file = await host.upload(TRAINING_FILE, 'train.jsonl', never);
  const unknown = await rejected(host.create(orderOf(file, { model: 'nobody', key: 'other' }), never));
  expect(unknown).toMatchObject({ code: 'backend-not-found' });
  expect(unknown.message).toContain('nobody');
  const broken = await rejected(host.upload('no JSON\n', 'train.jsonl', never));
  expect(broken).toMatchObject({ code: 'backend-refused' });
  expect(broken.message).toContain('Line 1');
});
