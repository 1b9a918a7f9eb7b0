/** Whole runs with a student that a fine-tuning service trains, over the wire, killed and misled at every turn. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rejected } from '../../../../test/support/caught.ts';
import { startMockTuning, type MockTuning } from '../../../../test/support/mock-tuning.ts';
import {
  eventsOf,
  runToEnd,
  tinyDataset,
  tinyPlatform,
  type TinyConfig,
} from '../../../../test/support/tiny-run.ts';
import { parseConfig } from '../../config/schema.ts';
import { assembleRun } from '../../loop/assemble.ts';
import { driveRun } from '../../loop/drive.ts';
import { parseEvent } from '../../loop/event-schema.ts';
import { foldEvents } from '../../loop/fold.ts';
import { MemoryRunStore } from '../../storage/memory.ts';
import { tunedFromArtifact } from '../../students/backend/artifact.ts';
import type { TuningProgress } from './port.ts';

const KEY = 'sk-Test_0123456789abcdefghijklmnop';
// Some hundred requests a run, on whatever cores the machine spares.
vi.setConfig({ testTimeout: 60_000 });
let server: MockTuning;
beforeAll(async () => {
  server = await startMockTuning();
});
afterAll(() => server.close());

function partsOf(
  config: TinyConfig = {},
  student: object = {},
  tell: (progress: TuningProgress | null) => void = () => undefined,
) {
  const full = parseConfig({
    data: { id: 'tiny', perClass: null },
    iterations: 2,
    // What the mock was trained on it gets right: wrong seeds are found by fits that did not see them.
    wrongSet: { rule: 'out-of-fold', folds: 2 },
    ...config,
    student: { id: 'backend', baseUrl: server.baseUrl, model: 'small-base', ...student },
  });
  const platform = { ...tinyPlatform({ fetch, keyFor: () => KEY }), onTuning: tell };
  return assembleRun(full, tinyDataset(), platform, 'the-run');
}

async function run(config: TinyConfig = {}, student: object = {}, store = new MemoryRunStore()) {
  return runToEnd(await partsOf(config, student), store);
}
/** Fits on all of D_i: two iterations and the last fit. */
const WHOLE = 3;
/** With those that leave out one of two folds, in each iteration but the last. */
const ALL = WHOLE + 2 * 2;
const jobsOf = ({ jobs }: MockTuning) => jobs.map(({ metadata }) => metadata);

describe('a run', () => {
  it('trains a job an iteration from the base model, and asks each one’s own model', async () => {
    server.play({ key: KEY });
    const { log } = await run();
    const fits = eventsOf(log, 'fitted').map(({ artifact }) => tunedFromArtifact(artifact ?? null));
    expect(fits).toHaveLength(ALL);
    expect(new Set(fits.map(({ model }) => model)).size).toBe(ALL);
    expect(new Set(fits.map(({ base }) => base))).toEqual(new Set(['small-base']));
    expect(server.counts.created).toBe(ALL);
    expect(jobsOf(server).map(({ run, iteration, fold }) => [run, iteration, fold])).toEqual(
      ['0 none', '0 0', '0 1', '1 none', '1 0', '1 1', '2 none'].map((of) => ['the-run', ...of.split(' ')]),
    );
    const predicted = eventsOf(log, 'predicted');
    expect(predicted).toHaveLength(WHOLE * (12 + 10) + 2 * 12);
    for (const { answer, scores, by } of predicted) {
      expect(by).toBe('scored');
      expect(['bad', 'good']).toContain(answer);
      expect((scores ?? []).reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
    }
    // Every event survives the schema under which logs are imported.
    log.forEach((event, i) => {
      expect(parseEvent(event, i + 1)).toEqual(event);
    });
  });

  it('trains on what it has grown to, with no example of the test set', async () => {
    server.play({ key: KEY });
    const { log } = await run();
    const sizes = server.uploads().map((text) => text.trimEnd().split('\n').length);
    expect(sizes).toEqual(eventsOf(log, 'fitted').map(({ trainSize }) => trainSize));
    for (const { text } of tinyDataset().test) expect(server.uploads().join('\n')).not.toContain(text);
  });

  it('goes on from the last model in the ablation', async () => {
    server.play({ key: KEY });
    const { log } = await run({ arm: 'llm2llm-continue' });
    const tuned = (whole: boolean) =>
      eventsOf(log, 'fitted')
        .filter(({ fold }) => (fold === null) === whole)
        .map(({ artifact }) => tunedFromArtifact(artifact ?? null));
    const fits = tuned(true);
    expect(fits.map(({ base }) => base)).toEqual(['small-base', fits[0]?.model, fits[1]?.model]);
    // A fold's fit must not begin with weights that have seen it.
    expect(new Set(tuned(false).map(({ base }) => base))).toEqual(new Set(['small-base']));
  });

  it('is answered in writing where that is wanted, and says where a server scores no labels', async () => {
    server.play({ key: KEY, scores: false });
    const error = await rejected(run());
    expect(error).toMatchObject({ code: 'backend-no-scores' });
    expect(error.remedy).toContain('written');
    expect(server.counts.created).toBe(0);
    server.play({ key: KEY, scores: false });
    const { log } = await run({}, { answers: 'written' });
    expect(eventsOf(log, 'predicted').every(({ by, raw }) => by === 'written' && raw !== undefined)).toBe(
      true,
    );
  });
});

describe('killed at any event, a run', () => {
  it('comes to the same end, and creates no job twice', async () => {
    server.play({ key: KEY });
    const whole = await run();
    const artifactless = (log: readonly object[]) =>
      JSON.stringify(log).replaceAll(/ftjob-\w+|ft:[^"]+/gu, 'x');
    for (const cut of [2, 3, 40, whole.log.length - 2]) {
      server.play({ key: KEY });
      const store = new MemoryRunStore();
      const stop = new AbortController();
      const parts = await partsOf();
      await driveRun({
        id: 'run',
        parts,
        store,
        signal: stop.signal,
        onEvent: (_event, _state, index) => {
          if (index === cut) stop.abort();
        },
      }).catch(() => undefined);
      const { log } = await runToEnd(await partsOf(), store);
      expect(artifactless(log), `cut at ${cut}`).toBe(artifactless(whole.log));
      expect(server.counts.created, `cut at ${cut}`).toBe(ALL);
    }
  });

  it('in the middle of a job finds it again by its metadata', async () => {
    server.play({ key: KEY, steps: 6 });
    const stop = new AbortController();
    const told: TuningProgress[] = [];
    const first = await partsOf({}, {}, (progress) => {
      if (progress) told.push(progress);
      if (progress?.phase === 'running') stop.abort();
    });
    const store = new MemoryRunStore();
    await expect(driveRun({ id: 'run', parts: first, store, signal: stop.signal })).rejects.toThrow();
    expect(eventsOf(await store.read('run'), 'fitted')).toEqual([]);
    expect(told.at(-1)?.phase).toBe('running');
    let adopted = 0;
    const again = await partsOf({}, {}, (progress) => {
      if (progress?.adopted) adopted += 1;
    });
    const { state } = await runToEnd(again, store);
    expect(state.status).toBe('finished');
    expect(adopted).toBeGreaterThan(0);
    expect(server.counts.created).toBe(ALL);
  });

  it('when the answer to its order was lost, finds the job that was made all the same', async () => {
    server.play({ key: KEY });
    server.fault({ on: 'POST /v1/fine_tuning/jobs', cut: 'cut-after' });
    const store = new MemoryRunStore();
    const parts = await partsOf();
    await driveRun({ id: 'run', parts, store, signal: new AbortController().signal }).catch(() => undefined);
    const { state } = await runToEnd(await partsOf(), store);
    expect(state.status).toBe('finished');
    expect(server.counts.created).toBe(ALL);
  });
});

describe('what goes wrong', () => {
  it('with a job is an interruption in the service’s words, and another try is another job', async () => {
    server.play({ key: KEY, end: 'failed', failure: { code: 'out_of_memory', message: 'Memory ran out.' } });
    const store = new MemoryRunStore();
    const error = await rejected(run({}, {}, store));
    expect(error).toMatchObject({ code: 'training-failed' });
    expect(error.message).toContain('Memory ran out.');
    expect(foldEvents(await store.read('run'))).toMatchObject({ status: 'interrupted' });
    expect((await rejected(run({}, {}, store))).code).toBe('training-failed');
    expect(jobsOf(server).map(({ attempt }) => attempt)).toEqual(['0', '1']);
  });

  it('with the key never shows it', async () => {
    server.play({ key: 'sk-another-key-0123456789' });
    const store = new MemoryRunStore();
    const error = await rejected(run({}, {}, store));
    expect(error.code).toBe('student-key');
    expect(JSON.stringify([error, error.details, await store.read('run')])).not.toContain(KEY);
    expect(server.counts.created).toBe(0);
  });

  it('with an unknown word for a status is waited for', async () => {
    server.play({ key: KEY });
    const rename = (body: unknown) => ({ ...(body as object), status: 'warming_up' });
    server.fault({ on: 'GET /v1/fine_tuning/jobs/', change: rename });
    const { state } = await run({ iterations: 1 });
    expect(state.status).toBe('finished');
  });

  it('with a server that is away for a moment is waited for, too', async () => {
    server.play({ key: KEY });
    server.fault({ on: 'GET /v1/fine_tuning/jobs/', status: 503, times: 8 });
    const { state } = await run({ iterations: 1 });
    expect(state.status).toBe('finished');
    expect(server.counts.created).toBe(2 + 2);
  });
});
