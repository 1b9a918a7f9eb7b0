/** Experiments in a real IndexedDB. */
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabDatabase } from '../../src/browser/db.ts';
import { openLabDB } from '../../src/browser/db.ts';
import { IdbExperimentStore, logName } from '../../src/browser/experiments/store.ts';
import { IdbRunStore } from '../../src/browser/run-store.ts';
import type { CellResult } from '../../src/core/experiment/cell.ts';
import { parseSpec } from '../../src/core/experiment/spec.ts';
import type { ExperimentRecord } from '../../src/core/experiment/store.ts';

const NAME = 'experiment-store-test';
let db: LabDatabase;
let store: IdbExperimentStore;

beforeEach(async () => {
  db = await openLabDB(NAME);
  store = new IdbExperimentStore(db);
});
afterEach(async () => {
  db.close();
  await deleteDB(NAME);
});

const spec = parseSpec({ name: 'e', base: { data: { id: 'film-reviews' } }, arms: ['llm2llm'] });

function record(id: string, createdAt = 1): ExperimentRecord {
  return { id, name: id, createdAt, spec, dataHash: 'f'.repeat(64), cells: 1 };
}

function failed(key: string, message = 'no'): CellResult {
  const cell = { key, arm: 'llm2llm', draw: 1, size: null, seed: 1, teacher: 0 };
  return { status: 'failed', cell, error: { code: 'no-pack', message, remedy: 'none' } };
}

describe('the experiment store', () => {
  it('lists what was put, newest first, and gives back what it got', async () => {
    await store.put(record('a', 1));
    await store.put(record('b', 2));
    expect((await store.list()).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await store.get('a')).toEqual(record('a', 1));
    expect(await store.get('c')).toBeUndefined();
  });

  it('keeps the results of each experiment apart, the last of a cell', async () => {
    await store.putResult('a', failed('x'));
    await store.putResult('a', failed('x', 'again'));
    await store.putResult('a', failed('y'));
    await store.putResult('ab', failed('z'));
    expect([...(await store.results('a'))]).toEqual([
      ['x', failed('x', 'again')],
      ['y', failed('y')],
    ]);
    expect((await store.results('ab')).size).toBe(1);
    expect([await store.settled('a'), await store.settled('ab'), await store.settled('b')]).toEqual([
      2, 1, 0,
    ]);
  });

  it('removes an experiment with its results and logs, and nothing else', async () => {
    const logs = new IdbRunStore(db);
    for (const id of ['a', 'ab']) {
      await store.put(record(id));
      await store.putResult(id, failed('x'));
      await logs.append(logName(id, 'experiment/x'), 0, [
        { type: 'finished', iteration: 0, reason: 'budget' },
      ]);
    }
    await store.remove('a');
    expect((await store.list()).map(({ id }) => id)).toEqual(['ab']);
    expect((await store.results('a')).size).toBe(0);
    expect(await logs.read(logName('a', 'experiment/x'))).toEqual([]);
    expect((await store.results('ab')).size).toBe(1);
    expect(await logs.read(logName('ab', 'experiment/x'))).toHaveLength(1);
  });

  it('gives an experiment of an older version the settings that have a default by now', async () => {
    const { budget: _newer, ...older } = spec;
    await db.put('experiments', { ...record('a'), spec: older as ExperimentRecord['spec'] });
    expect((await store.get('a'))?.spec).toEqual(spec);
  });
});
