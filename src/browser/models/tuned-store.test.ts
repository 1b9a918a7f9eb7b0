/** Downloading what a fine-tuning backend made: with its key, and every file checked by its student.json. */
import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { rejected } from '../../../test/support/caught.ts';
import { FakeCacheStorage, fakeRecordOf, FakeServer, modelFiles } from '../../../test/support/fake-models.ts';
import type { Fetch } from '../../core/models/fetching.ts';
import { sourceOf } from '../../core/models/mirror.ts';
import type { FileFacts, ModelRecord } from '../../core/models/records.ts';
import { ModelCaches } from './cached.ts';
import { ModelStore } from './store.ts';

const KEY = 'a-key-of-the-backend';
const place = fakeRecordOf('tuned', {
  custom: true,
  modelUrl: 'https://b.example/v1/models/m/mlc/resolve/q0f16/',
});
const files = modelFiles(place, [1000, 2000], { hashed: false });
const record: ModelRecord = {
  ...place,
  tuned: { baseUrl: 'https://b.example/v1', model: 'm', base: 'small', files: factsOf(files) },
};

function factsOf(all: ReadonlyMap<string, Uint8Array>): Record<string, FileFacts> {
  const inFolder = [...all].filter(([url]) => url.startsWith(place.modelUrl));
  return Object.fromEntries(
    inFolder.map(([url, bytes]) => [
      url.slice(place.modelUrl.length),
      { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    ]),
  );
}

let server: FakeServer;
let disk: FakeCacheStorage;
let store: ModelStore;
/** Address and Authorization of every request. */
let sent: (readonly [url: string, authorization: string | null])[];

beforeEach(() => {
  server = new FakeServer();
  server.add(files);
  disk = new FakeCacheStorage();
  sent = [];
  const fetch: Fetch = async (url, init) => {
    const authorization = new Headers(init.headers).get('authorization');
    sent.push([url, authorization]);
    if (url.startsWith('https://b.example/') && authorization !== `Bearer ${KEY}`)
      return new Response('{}', { status: 401 });
    return server.fetch(url, init);
  };
  store = new ModelStore({
    caches: new ModelCaches(disk.caches, 'tensor-cache.json'),
    fetch,
    sleep: async () => undefined,
    now: () => 0,
    freeBytes: async () => null,
    exclusively: (_url, work) => work(),
  });
});

function download(key?: string, mirror: string | null = null): Promise<unknown> {
  const { signal } = new AbortController();
  return store.download(record, sourceOf(record, mirror), signal, () => undefined, key);
}

it('sends the key to the backend and to nobody else, whatever mirror there is', async () => {
  await download(KEY, 'https://mirror.example');
  expect(await store.status(record)).toMatchObject({ state: 'complete' });
  const elsewhere = sent.filter(([url]) => !url.startsWith(record.modelUrl));
  expect(elsewhere).toEqual([[record.libUrl, null]]);
  expect(sent.filter(([, authorization]) => authorization === `Bearer ${KEY}`)).toHaveLength(5);
  expect(JSON.stringify(disk.keys)).not.toContain(KEY);
});

it.each([
  ['asks for its key', undefined],
  ['refused the key', 'another'],
])('says so where it %s', async (words, key) => {
  const error = await rejected(download(key));
  expect(error.code).toBe('backend-key');
  expect(error.message).toContain(words);
  expect(JSON.stringify(error)).not.toContain(KEY);
});

it.each(['mlc-chat-config.json', 'tensor-cache.json', 'tokenizer.json', 'params_shard_1.bin'])(
  'refuses other content for %s, also when asked again',
  async (name) => {
    server.mishaps.set(name, ['damaged', 'damaged']);
    expect(await rejected(download(KEY))).toMatchObject({ code: 'damaged-file' });
    await download(KEY);
    expect(await store.status(record)).toMatchObject({ state: 'complete' });
  },
);

it('finds damage later by the same sums, though the list of weights has none', async () => {
  await download(KEY);
  const url = `${record.modelUrl}params_shard_0.bin`;
  disk.stored.get('webllm/model')?.set(url, new Response(new Uint8Array(1000)));
  const found = await store.verify(record, new AbortController().signal, () => undefined);
  expect(found).toMatchObject({ checked: 2, damaged: ['params_shard_0.bin'], hashed: true });
});
