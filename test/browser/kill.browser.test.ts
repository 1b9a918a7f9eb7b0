/**
 * The run worker terminated at random moments: resumed, it must end in the same final state as an
 * undisturbed run, with the same number of teacher calls. VITE_KILL_MOMENTS sets how many (`npm run chaos`).
 */
import { proxy, wrap } from 'comlink';
import { expect, test } from 'vitest';
import type { LabDatabase } from '../../src/browser/db.ts';
import { openLabDB } from '../../src/browser/db.ts';
import type { LoopHost, LoopListener } from '../../src/browser/loop-host.ts';
import { IdbRunStore } from '../../src/browser/run-store.ts';
import { parseConfig } from '../../src/core/config/schema.ts';
import { foldEvents } from '../../src/core/loop/fold.ts';
import { resultOf } from '../../src/core/loop/report.ts';
import { randomStream } from '../../src/core/random.ts';
import { tinyDataset, toyEncoder } from '../support/tiny-run.ts';

const MOMENTS = Number(import.meta.env['VITE_KILL_MOMENTS'] ?? 20);
const SEED = Number(import.meta.env['VITE_KILL_SEED'] ?? 1);

/** The tiny set under an opened file's name, its vectors in the cache: the encoder never has to load. */
async function prepare(): Promise<{ name: string; db: LabDatabase; store: IdbRunStore }> {
  const name = `kill-${crypto.randomUUID()}`;
  const db = await openLabDB(name);
  const dataset = { ...tinyDataset(), id: 'file:tiny' };
  await db.put('datasets', { id: dataset.id, savedAt: 0, dataset });
  const texts = [...dataset.seeds, ...dataset.test, ...(dataset.pack ?? [])].map(({ text }) => text);
  const toys = await toyEncoder.encode(texts, new AbortController().signal);
  await Promise.all(
    texts.map((text, i) => {
      const vector = new Float32Array(512);
      vector.set(toys[i] ?? []);
      return db.put('vectors', vector, ['use-lite', text]);
    }),
  );
  return { name, db, store: new IdbRunStore(db) };
}

async function newRun(store: IdbRunStore, id: string): Promise<void> {
  const config = parseConfig({
    data: { id: 'file:tiny', perClass: null },
    iterations: 3,
    wrongSet: { folds: 3 },
  });
  const summary = { status: 'new', iteration: 0, trainSize: 0, testAccuracy: null } as const;
  await store.put({
    id,
    name: id,
    createdAt: 0,
    updatedAt: 0,
    config,
    dataHash: tinyDataset().hash,
    summary,
  });
}

interface Drive {
  /** Whether the run came to its end. */
  readonly done: boolean;
  /** Milliseconds from the worker's first word to its end. */
  readonly took: number;
}

/**
 * Drives the run in a worker and kills it `killAfterMs` after it began (not while the worker's script was
 * still loading: nothing can be lost then); null lets it go to the end.
 */
async function drive(database: string, id: string, killAfterMs: number | null): Promise<Drive> {
  const worker = new Worker(new URL('../../workers/loop.worker.ts', import.meta.url), { type: 'module' });
  const host = wrap<LoopHost>(worker);
  let began = 0;
  const done = await new Promise<boolean>((resolve, reject) => {
    const listener: LoopListener = {
      events: () => undefined,
      paused: () => undefined,
      note: () => {
        if (began > 0) return;
        began = performance.now();
        if (killAfterMs !== null) setTimeout(resolve, killAfterMs, false);
      },
      tuning: () => undefined,
    };
    void host.play();
    host.run({ id, base: `${location.origin}/`, keys: {}, database }, proxy(listener)).then(() => {
      resolve(true);
    }, reject);
  });
  worker.terminate();
  return { done, took: performance.now() - began };
}

test(`${MOMENTS} kills, each resumed to the same end`, { timeout: 60_000 + MOMENTS * 15_000 }, async () => {
  const { name, store } = await prepare();
  await newRun(store, 'undisturbed');
  const { done, took } = await drive(name, 'undisturbed', null);
  expect(done).toBe(true);
  const expected = await store.read('undisturbed');
  const calls = expected.filter(({ type }) => type === 'replied').length;
  expect(calls).toBeGreaterThan(5);

  const random = randomStream(SEED, 'kills');
  let kills = 0;
  let midway = 0;
  for (let run = 0; kills < MOMENTS; run++) {
    const id = `disturbed-${run}`;
    await newRun(store, id);
    // Several kills a run; the last resumption is let go to the end.
    for (let n = 0; n < 4 && kills < MOMENTS; n++) {
      if ((await drive(name, id, random.unit() * took)).done) break;
      kills += 1;
      const { length } = await store.read(id);
      if (length > 0 && length < expected.length) midway += 1;
    }
    await drive(name, id, null);
    const log = await store.read(id);
    expect(log).toEqual(expected);
    expect(log.filter(({ type }) => type === 'replied')).toHaveLength(calls);
    expect(resultOf(foldEvents(log))).toEqual(resultOf(foldEvents(expected)));
  }
  // Kills that hit nothing would prove nothing.
  expect(midway).toBeGreaterThan(MOMENTS / 4);
});
