import { beforeEach, describe, expect, it } from 'vitest';
import { rejected } from '../../../test/support/caught.ts';
import { FakeCacheStorage, fakeRecordOf, FakeServer, modelFiles } from '../../../test/support/fake-models.ts';
import { sourceOf } from '../../core/models/mirror.ts';
import type { DownloadProgress } from '../../core/models/progress.ts';
import type { ModelRecord } from '../../core/models/records.ts';
import { ModelCaches } from './cached.ts';
import { ModelStore } from './store.ts';

const SIZES = [1000, 2000, 3000, 4000, 5000, 600];
const WEIGHTS = 15_600;
const record = fakeRecordOf('tiny');

let server: FakeServer;
let disk: FakeCacheStorage;
let free: number | null;
let store: ModelStore;
let watched: DownloadProgress[];
const waits: number[] = [];

beforeEach(() => {
  server = new FakeServer();
  server.add(modelFiles(record, SIZES));
  disk = new FakeCacheStorage();
  free = null;
  watched = [];
  waits.length = 0;
  store = new ModelStore({
    caches: new ModelCaches(disk.caches, 'tensor-cache.json'),
    fetch: server.fetch,
    sleep: async (ms) => void waits.push(ms),
    now: () => 0,
    freeBytes: async () => free,
    exclusively: (_url, work) => work(),
  });
});

function download(
  { signal } = new AbortController(),
  of: ModelRecord = record,
  mirror: string | null = null,
): Promise<unknown> {
  return store.download(of, sourceOf(of, mirror), signal, (progress) => watched.push(progress));
}
const shardsAsked = () => server.asked.filter((name) => name.endsWith('.bin'));
const state = async () => (await store.status(record)).state;
const mishap = (name: string, ...what: Parameters<FakeServer['mishaps']['set']>[1]) =>
  server.mishaps.set(name, what);

describe('a download', () => {
  it('fills exactly the entries that WebLLM reads', async () => {
    expect(await state()).toBe('none');
    await download();
    expect(disk.keys.sort()).toEqual(
      [
        `webllm/config ${record.modelUrl}mlc-chat-config.json`,
        `webllm/model ${record.modelUrl}tensor-cache.json`,
        `webllm/model ${record.modelUrl}tokenizer.json`,
        ...SIZES.map((_, i) => `webllm/model ${record.modelUrl}params_shard_${i}.bin`),
        `webllm/wasm ${record.libUrl}`,
      ].sort(),
    );
    const status = await store.status(record);
    expect(status.state).toBe('complete');
    expect(server.most).toBeLessThanOrEqual(4);
    // Complete, it asks nobody.
    server.asked.length = 0;
    await download();
    expect(server.asked).toEqual([]);
  });

  it('counts up to what it said it would be', async () => {
    await download();
    const status = await store.status(record);
    const last = watched.at(-1);
    expect(last?.doneBytes).toBe(last?.totalBytes);
    expect(status).toEqual({ state: 'complete', totalBytes: last?.totalBytes });
    const done = watched.map(({ doneBytes }) => doneBytes);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('comes from the mirror and lies under the published addresses', async () => {
    const mirror = sourceOf(record, 'https://m.example');
    server.files.clear();
    server.add(modelFiles(mirror, SIZES));
    await download(undefined, record, 'https://m.example');
    expect(disk.keys.every((key) => !key.includes('m.example'))).toBe(true);
    expect(await state()).toBe('complete');
  });

  it('tries a broken shard once more, then keeps the rest and says what is wrong', async () => {
    mishap('params_shard_2.bin', 'damaged');
    mishap('params_shard_3.bin', 'cut');
    mishap('params_shard_4.bin', 'busy');
    mishap('tokenizer.json', 'offline');
    await download();
    expect(await state()).toBe('complete');
    expect(waits).toEqual([1000, 1000, 1000, 1000]);
    expect(watched.at(-1)?.doneBytes).toBe(watched.at(-1)?.totalBytes);
  });

  it.each([
    ['damaged', 'damaged-file'],
    ['longer', 'damaged-file'],
    ['cut', 'model-unreachable'],
    ['offline', 'model-unreachable'],
  ] as const)('gives up a shard that is twice %s, and resumes with that one only', async (what, code) => {
    mishap('params_shard_5.bin', what, what);
    expect(await rejected(download())).toMatchObject({ code });
    expect(disk.keys.some((key) => key.includes('shard_5'))).toBe(false);
    expect(await store.status(record)).toMatchObject({ state: 'partial' });
    // Whoever came through stays; whoever was stopped with it comes again.
    const missing = SIZES.map((_, i) => `params_shard_${i}.bin`).filter(
      (name) => !disk.keys.some((key) => key.endsWith(name)),
    );
    server.asked.length = 0;
    await download();
    expect(server.asked.toSorted()).toEqual(missing.toSorted());
    expect(await state()).toBe('complete');
  });

  it('does not try again what is not there', async () => {
    mishap('params_shard_1.bin', 'missing');
    expect(await rejected(download())).toMatchObject({ code: 'model-missing' });
    expect(waits).toEqual([]);
  });

  it('keeps whole shards when it is paused, and goes on with the others', async () => {
    mishap('params_shard_3.bin', 'hang');
    const stop = new AbortController();
    const paused = download(stop);
    await expect.poll(() => disk.keys.length).toBe(3 + 1 + 5);
    stop.abort();
    expect(await rejected(paused)).toMatchObject({ code: 'aborted' });
    const status = await store.status(record);
    expect(status).toMatchObject({ state: 'partial' });
    if (status.state === 'partial') expect((status.totalBytes ?? 0) - status.doneBytes).toBe(4000);
    server.asked.length = 0;
    await download();
    expect(server.asked).toEqual(['params_shard_3.bin']);
    expect(watched.at(-1)?.doneBytes).toBe(watched.at(-1)?.totalBytes);
  });

  it('says that the disk is full, before or in the middle, and goes on when there is room', async () => {
    free = WEIGHTS - 1;
    const before = await rejected(download());
    expect(before).toMatchObject({ code: 'storage-full' });
    expect(shardsAsked()).toEqual([]);
    free = null;
    disk.room = 4000;
    expect(await rejected(download())).toMatchObject({ code: 'storage-full' });
    disk.room = Infinity;
    await download();
    expect(await state()).toBe('complete');
  });

  it('accepts a list without hashes', async () => {
    server.add(modelFiles(record, SIZES, { hashed: false }));
    await download();
    expect(await store.verify(record, new AbortController().signal, () => undefined)).toMatchObject({
      checked: 6,
      damaged: [],
      hashed: false,
    });
  });

  it('reads the list again when the server has another version by now', async () => {
    mishap('params_shard_5.bin', 'missing');
    await rejected(download());
    server.add(modelFiles(record, SIZES, { fill: 7 }));
    await download();
    expect(await state()).toBe('complete');
    const found = await store.verify(record, new AbortController().signal, () => undefined);
    expect(found).toMatchObject({ checked: 6, damaged: [], hashed: true });
  });

  it('takes no page for a library, and no folder elsewhere for weights', async () => {
    server.files.set(record.libUrl, new TextEncoder().encode('<html>'));
    expect(await rejected(download())).toMatchObject({ code: 'not-a-library' });
    const manifest = { records: [{ dataPath: '../other/a.bin', nbytes: 1 }] };
    server.files.set(
      `${record.modelUrl}tensor-cache.json`,
      new TextEncoder().encode(JSON.stringify(manifest)),
    );
    await store.remove(record, []);
    expect(await rejected(download())).toMatchObject({ code: 'bad-manifest' });
    expect(disk.keys).toEqual([`webllm/config ${record.modelUrl}mlc-chat-config.json`]);
  });

  it('says so where a browser has no caches', async () => {
    const without = new ModelStore({
      caches: new ModelCaches(undefined, 'tensor-cache.json'),
      fetch: server.fetch,
      sleep: async () => undefined,
      now: () => 0,
      freeBytes: async () => null,
      exclusively: (_url, work) => work(),
    });
    expect(await without.status(record)).toEqual({ state: 'none' });
    const { signal } = new AbortController();
    expect(await rejected(without.download(record, record, signal, () => undefined))).toMatchObject({
      code: 'no-model-cache',
    });
  });
});

describe('verifying', () => {
  it('drops damaged shards, and a download then brings them again', async () => {
    await download();
    const cache = disk.stored.get('webllm/model');
    cache?.set(`${record.modelUrl}params_shard_1.bin`, new Response(new Uint8Array(2000)));
    cache?.set(`${record.modelUrl}params_shard_4.bin`, new Response('short'));
    const found = await store.verify(record, new AbortController().signal, () => undefined);
    expect(found).toMatchObject({
      checked: 6,
      damaged: ['params_shard_1.bin', 'params_shard_4.bin'],
      hashed: true,
      status: { state: 'partial' },
    });
    server.asked.length = 0;
    await download();
    expect(server.asked.toSorted()).toEqual(found.damaged);
    expect(await state()).toBe('complete');
  });
});

describe('deleting', () => {
  it('leaves no key in any cache, not even what no list names', async () => {
    await download();
    disk.stored.get('webllm/model')?.set(`${record.modelUrl}ndarray-cache.json`, new Response('{}'));
    await store.remove(record, []);
    expect(disk.keys).toEqual([]);
    expect(await state()).toBe('none');
  });

  it('keeps a library that another model here needs', async () => {
    const other = fakeRecordOf('other', { libUrl: record.libUrl });
    server.add(modelFiles(other, [10]));
    await download();
    await download(undefined, other);
    await store.remove(record, [other]);
    expect(await store.status(other)).toMatchObject({ state: 'complete' });
    await store.remove(other, [record]);
    expect(disk.keys).toEqual([]);
  });

  it('keeps weights that another model reads with a library of its own', async () => {
    const twin = fakeRecordOf('tiny', { id: 'twin', libUrl: 'https://libs.example/twin.wasm' });
    server.add(modelFiles(twin, SIZES));
    await download();
    await download(undefined, twin);
    await store.remove(record, [twin]);
    expect(await store.status(twin)).toMatchObject({ state: 'complete' });
    expect(disk.keys.some((key) => key.endsWith(record.libUrl))).toBe(false);
    await store.remove(twin, [record]);
    expect(disk.keys).toEqual([]);
  });
});
