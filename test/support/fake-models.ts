/** A model server and a browser's caches in memory, for tests of what keeps models. */
import { createHash } from 'node:crypto';
import type { Fetch } from '../../src/core/models/fetching.ts';
import type { ModelRecord } from '../../src/core/models/records.ts';

const WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

export function fakeRecordOf(name: string, more: Partial<ModelRecord> = {}): ModelRecord {
  return {
    id: name,
    title: name,
    family: name,
    kind: 'chat',
    modelUrl: `https://hub.example/org/${name}/resolve/main/`,
    libUrl: `https://libs.example/${name}.wasm`,
    quantization: 'q0f16',
    contextWindow: 4096,
    needsF16: true,
    vramMB: 360,
    downloadMB: 1,
    largestTensorMB: 1,
    licence: { name: 'Apache 2.0', url: 'https://licence.example' },
    roles: ['student'],
    custom: false,
    ...more,
  };
}

/** The files of a model with shards of these sizes, by address. */
export function modelFiles(
  { modelUrl, libUrl }: Pick<ModelRecord, 'modelUrl' | 'libUrl'>,
  sizes: readonly number[],
  { hashed = true, fill = 0 } = {},
): Map<string, Uint8Array<ArrayBuffer>> {
  const shards = sizes.map((size, i) => new Uint8Array(size).fill(i + 1 + fill));
  const records = shards.map((bytes, i) => ({
    dataPath: `params_shard_${i}.bin`,
    format: 'raw-shard',
    nbytes: bytes.length,
    ...(hashed && { md5sum: createHash('md5').update(bytes).digest('hex') }),
  }));
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    [`${modelUrl}mlc-chat-config.json`, json({ tokenizer_files: ['tokenizer.json'], model_type: 'llama' })],
    [`${modelUrl}tensor-cache.json`, json({ metadata: {}, records })],
    [`${modelUrl}tokenizer.json`, json({ version: '1.0' })],
    ...shards.map((bytes, i) => [`${modelUrl}params_shard_${i}.bin`, bytes] as const),
    [libUrl, WASM],
  ]);
}

/** What a server does with one request instead of answering it well. */
export type Mishap = 'missing' | 'busy' | 'offline' | 'cut' | 'damaged' | 'longer' | 'hang';

export class FakeServer {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Names asked for, in order. */
  readonly asked: string[] = [];
  /** By name of the file; each is used up by one request. */
  readonly mishaps = new Map<string, Mishap[]>();
  /** Responses under way at the same time, at most. */
  most = 0;
  #open = 0;

  add(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): void {
    for (const [url, bytes] of files) this.files.set(url, bytes);
  }

  readonly fetch: Fetch = async (url, init) => {
    const name = url.split('/').at(-1) ?? '';
    this.asked.push(name);
    init.signal?.throwIfAborted();
    const mishap = this.mishaps.get(name)?.shift();
    if (mishap === 'offline') throw new TypeError('Failed to fetch');
    if (mishap === 'busy') return new Response('', { status: 503 });
    const bytes = this.files.get(url);
    if (!bytes || mishap === 'missing') return new Response('Not found', { status: 404 });
    return new Response(this.#body(bytes, mishap, init.signal ?? null));
  };

  #body(
    bytes: Uint8Array<ArrayBuffer>,
    mishap: Mishap | undefined,
    signal: AbortSignal | null,
  ): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.#open += 1;
    this.most = Math.max(this.most, this.#open);
    const close = (): void => {
      this.#open -= 1;
    };
    const sent = mishap === 'damaged' ? bytes.map((byte) => byte ^ 1) : bytes;
    const half = Math.ceil(bytes.length / 2);
    return new ReadableStream({
      async start(controller) {
        const onAbort = (): void => {
          close();
          controller.error(signal?.reason);
        };
        signal?.addEventListener('abort', onAbort);
        controller.enqueue(sent.slice(0, half));
        if (mishap === 'hang') return;
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (signal?.aborted) return;
        signal?.removeEventListener('abort', onAbort);
        close();
        if (mishap === 'cut') {
          controller.error(new TypeError('network error'));
          return;
        }
        controller.enqueue(sent.slice(half));
        if (mishap === 'longer') controller.enqueue(Uint8Array.of(1));
        controller.close();
      },
    });
  }
}

/** As much of CacheStorage as is used. */
export class FakeCacheStorage {
  readonly stored = new Map<string, Map<string, Response>>();
  /** Bytes that still fit. */
  room = Infinity;

  get caches(): CacheStorage {
    return this as unknown as CacheStorage;
  }

  /** Every key in every cache: `webllm/model https://…`. */
  get keys(): string[] {
    return [...this.stored].flatMap(([name, cache]) => [...cache.keys()].map((url) => `${name} ${url}`));
  }

  async open(name: string): Promise<unknown> {
    const cache = this.stored.get(name) ?? new Map<string, Response>();
    this.stored.set(name, cache);
    return {
      match: async (url: string) => cache.get(url)?.clone(),
      keys: async () => [...cache.keys()].map((url) => ({ url })),
      delete: async (url: string) => cache.delete(url),
      put: async (url: string, response: Response) => {
        const bytes = await response.clone().arrayBuffer();
        if (bytes.byteLength > this.room) throw new DOMException('Quota exceeded.', 'QuotaExceededError');
        this.room -= bytes.byteLength;
        cache.set(url, response);
      },
    };
  }
}
