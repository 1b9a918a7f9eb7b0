/** A fit by a service: what it is given, that it is found again, and how it ends. Over the wire: backend-run.test.ts. */
import { describe, expect, it } from 'vitest';
import { rejected } from '../../../../test/support/caught.ts';
import { FakeTuningHost } from '../../../../test/support/fake-tuning-host.ts';
import { parseConfig, type BackendStudentConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import type { Example } from '../../example.ts';
import { tunedFromArtifact } from '../../students/backend/artifact.ts';
import { tasks } from '../../tasks/registry.ts';
import type { FitRequest } from '../port.ts';
import { backendTrainer } from './fit.ts';
import type { TuningProgress } from './port.ts';

const examples: readonly Example[] = [
  { id: 'a', text: 'a dull film', label: 'bad' },
  { id: 'b', text: 'a bright film', label: 'good' },
];
const request: FitRequest = {
  examples,
  labels: ['bad', 'good'],
  randomSeed: 4_000_000_001,
  from: null,
  of: { run: 'r1', iteration: 2, fold: null },
};
const quick = (_ms: number, signal: AbortSignal) => {
  signal.throwIfAborted();
  return Promise.resolve();
};

async function trainerOf(host: FakeTuningHost, training: Partial<BackendStudentConfig['training']> = {}) {
  const task = (await tasks.load('classification'))({ labels: ['bad', 'good'] });
  const { student } = parseConfig({
    data: { id: 'tiny' },
    student: { id: 'backend', baseUrl: 'http://b.example/v1', model: 'small', training },
  });
  if (student.id !== 'backend') throw new Error('Another student was read.');
  const told: (TuningProgress | null)[] = [];
  const net = { fetch, sleep: quick, keyFor: () => undefined };
  const trainer = backendTrainer(student, { task, net, onTuning: (one) => told.push(one) }, host);
  const fit = (changes: Partial<FitRequest> = {}, signal = new AbortController().signal) =>
    trainer.fit({ ...request, ...changes }, signal);
  return { task, fit, told };
}

describe('a fit', () => {
  it('is trained on what evaluation asks, with the label as the answer', async () => {
    const host = new FakeTuningHost();
    const { task, fit } = await trainerOf(host);
    await fit();
    const lines = host.files[0]?.trimEnd().split('\n') ?? [];
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      examples.map(({ text, label }) => ({
        messages: [...task.studentPrompt(text), { role: 'assistant', content: label }],
      })),
    );
  });

  it('is ordered with what decides it, a seed of 31 bits, and whose it is', async () => {
    const host = new FakeTuningHost();
    await (await trainerOf(host, { epochs: 5 })).fit();
    expect(host.orders).toEqual([
      expect.objectContaining({
        model: 'small',
        seed: 2_000_000_000,
        suffix: 'llm2llm-2',
        training: expect.objectContaining({ method: 'lora', epochs: 5, batchSize: null }) as unknown,
        metadata: expect.objectContaining({
          run: 'r1',
          iteration: '2',
          fold: 'none',
          attempt: '0',
        }) as unknown,
      }),
    ]);
  });

  it('leaves the name of its model, its losses and its settings to the log', async () => {
    const host = new FakeTuningHost({ steps: 500 });
    const { artifact, steps, loss } = await (await trainerOf(host)).fit();
    const tuned = tunedFromArtifact(artifact);
    expect(tuned).toMatchObject({ model: 'tuned-0', base: 'small', job: 'job-0', method: 'lora' });
    expect(tuned.training.learningRate).toBe(2e-4);
    expect([steps, loss]).toEqual([500, 1 / 500]);
    expect(tuned.losses).toHaveLength(200);
    expect([tuned.losses[0], tuned.losses.at(-1)]).toEqual([
      [1, 1],
      [500, 1 / 500],
    ]);
  });

  it('goes on from the last one’s model for the ablation, else from the base', async () => {
    const host = new FakeTuningHost();
    const { fit } = await trainerOf(host);
    const { artifact } = await fit();
    await fit({ from: artifact });
    expect(host.orders.map(({ model }) => model)).toEqual(['small', 'tuned-0']);
  });

  it('is told as it goes: from the upload to its end, with every step once', async () => {
    const { fit, told } = await trainerOf(new FakeTuningHost({ steps: 3 }));
    await fit();
    expect([...new Set(told.map((one) => one?.phase ?? null))]).toEqual([
      'uploading',
      'queued',
      'running',
      'succeeded',
      null,
    ]);
    const last = told.at(-2);
    expect(last?.losses.map(([step]) => step)).toEqual([1, 2, 3]);
    expect(last).toMatchObject({ host: 'b.example', iteration: 2, totalSteps: 3, learningRate: 2e-4 });
  });
});

describe('a job for the same fit', () => {
  it('is followed where it stands, after a reload, and no second one is created', async () => {
    const host = new FakeTuningHost({ steps: 4 });
    const stop = new AbortController();
    host.onLook = (looks) => {
      if (looks === 2) stop.abort();
    };
    const first = await trainerOf(host);
    await expect(first.fit({}, stop.signal)).rejects.toThrow('abort');
    expect(first.told.at(-1)).toBeNull();
    host.onLook = () => undefined;
    const second = await trainerOf(host);
    await second.fit();
    expect(host.orders).toHaveLength(1);
    expect(host.files).toHaveLength(1);
    expect(second.told.some((one) => one?.adopted)).toBe(true);
  });

  it('that is done is not paid for again, unless its model is gone', async () => {
    const host = new FakeTuningHost();
    const { fit } = await trainerOf(host);
    const one = await fit();
    expect(await fit({ of: { run: 'another', iteration: 0, fold: 1 } })).toEqual(one);
    expect(host.orders).toHaveLength(1);
    host.forget('tuned-0');
    await fit();
    expect(host.orders.map(({ metadata }) => metadata['attempt'])).toEqual(['0', '1']);
  });

  it.each([
    ['data', { examples: examples.slice(1) }],
    ['a seed', { randomSeed: 1 }],
  ] as const)('is another one with other %s', async (_what, changes) => {
    const host = new FakeTuningHost();
    const { fit } = await trainerOf(host);
    await fit();
    await fit(changes);
    expect(host.orders).toHaveLength(2);
    expect(new Set(host.orders.map(({ key }) => key)).size).toBe(2);
  });

  it('is another one when the server’s own defaults are others', async () => {
    const host = new FakeTuningHost();
    const { fit } = await trainerOf(host);
    await fit();
    host.defaults = 'five epochs';
    await fit();
    expect(host.orders).toHaveLength(2);
  });

  it('is another one with other settings', async () => {
    const host = new FakeTuningHost();
    await (await trainerOf(host)).fit();
    await (await trainerOf(host, { rank: 4 })).fit();
    expect(host.orders).toHaveLength(2);
  });
});

describe('a job without a model', () => {
  it('that failed says so in the service’s own words, and is tried anew under another key', async () => {
    const host = new FakeTuningHost({ end: 'failed' });
    const { fit } = await trainerOf(host);
    const error = await rejected(fit());
    expect(error.code).toBe('training-failed');
    expect(error.message).toContain('the loss is not a number');
    host.end = 'succeeded';
    await fit();
    expect(new Set(host.orders.map(({ key }) => key)).size).toBe(2);
  });

  it('that was cancelled is no failure of the service', async () => {
    const { fit } = await trainerOf(new FakeTuningHost({ end: 'cancelled' }));
    expect((await rejected(fit())).code).toBe('training-cancelled');
  });
});

describe('a server that is away', () => {
  const gone = new LabError('student-unreachable', 'Nobody answers.', 'Start it.');

  it('for a while is waited for', async () => {
    const host = new FakeTuningHost({ steps: 2 });
    host.onLook = (looks) => {
      if (looks > 1 && looks < 6) throw gone;
    };
    await (await trainerOf(host)).fit();
    expect(host.orders).toHaveLength(1);
  });

  it('for good interrupts the run', async () => {
    const host = new FakeTuningHost();
    host.onLook = () => {
      throw gone;
    };
    expect(await rejected((await trainerOf(host)).fit())).toMatchObject({ code: 'student-unreachable' });
  });

  it('is not mistaken for one that refuses', async () => {
    const host = new FakeTuningHost();
    let looks = 0;
    host.onLook = () => {
      looks += 1;
      throw new LabError('student-key', 'The key is refused.', 'Check it.');
    };
    expect(await rejected((await trainerOf(host)).fit())).toMatchObject({ code: 'student-key' });
    expect(looks).toBe(1);
  });
});
