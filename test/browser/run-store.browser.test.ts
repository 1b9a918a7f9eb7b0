/** The run store in a real IndexedDB. */
import { beforeEach, describe, expect, test } from 'vitest';
import { openLabDB } from '../../src/browser/db.ts';
import { IdbRunStore } from '../../src/browser/run-store.ts';
import { parseConfig } from '../../src/core/config/schema.ts';
import type { LoopEvent } from '../../src/core/loop/events.ts';
import type { RunRecord } from '../../src/core/storage/port.ts';
import { tinyRun } from '../support/tiny-run.ts';

let store: IdbRunStore;
beforeEach(async () => {
  store = new IdbRunStore(await openLabDB(`store-${crypto.randomUUID()}`));
});

function record(id: string, more: Partial<RunRecord> = {}): RunRecord {
  const summary = { status: 'new', iteration: 0, trainSize: 0, testAccuracy: null } as const;
  const config = parseConfig({ data: { id: 'tiny' } });
  return { id, name: id, createdAt: 1, updatedAt: 1, config, dataHash: '', summary, ...more };
}

describe('logs', () => {
  test('come back as they were appended, in many pieces', async () => {
    const { log } = await tinyRun({ iterations: 6 });
    const long = Array.from({ length: 30 }, () => log).flat();
    for (let at = 0; at < long.length; at += 37) await store.append('r', at, long.slice(at, at + 37));
    expect(await store.read('r')).toEqual(long);
  });

  test('keep apart from those of a run whose name begins alike', async () => {
    const { log } = await tinyRun();
    await store.append('r', 0, log.slice(0, 5));
    await store.append('r2', 0, log.slice(0, 3));
    await store.remove('r');
    expect(await store.read('r')).toEqual([]);
    expect(await store.read('r2')).toHaveLength(3);
  });

  test('refuse a second writer, and keep what they hold', async () => {
    const { log } = await tinyRun();
    const first: LoopEvent[] = log.slice(0, 4);
    await store.append('r', 0, first);
    await expect(store.append('r', 2, log.slice(2, 6))).rejects.toMatchObject({ code: 'log-conflict' });
    expect(await store.read('r')).toEqual(first);
    await store.append('r', 4, log.slice(4, 6));
    expect(await store.read('r')).toHaveLength(6);
  });
});

describe('records', () => {
  test('are listed newest first, without the deleted', async () => {
    await store.put(record('old'));
    await store.put(record('new', { createdAt: 9 }));
    await store.put(record('gone', { deletedAt: 5 }));
    expect((await store.list()).map(({ id }) => id)).toEqual(['new', 'old']);
  });

  test('are changed in place, and a lost one stays lost', async () => {
    await store.put(record('r'));
    await store.update('r', (old) => ({ ...old, name: 'other' }));
    await store.update('missing', (old) => old);
    expect((await store.get('r'))?.name).toBe('other');
    expect(await store.get('missing')).toBeUndefined();
  });
});
