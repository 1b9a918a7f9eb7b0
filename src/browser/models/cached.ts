/** What lies in the Cache API caches that WebLLM reads. Works in the page and in workers. */
import type { ChatConfig, Manifest } from '../../core/models/manifest.ts';
import { parseChatConfig, parseManifest } from '../../core/models/manifest.ts';
import type { ManifestName, ModelRecord, ModelStatus } from '../../core/models/records.ts';
import { CACHES, configUrl, manifestUrl } from '../../core/models/urls.ts';

export type Scope = keyof typeof CACHES;

/** A file of a model: the cache it belongs into, and its address there. */
export interface ModelFile {
  readonly scope: Scope;
  readonly url: string;
}

/** The caches, without a throw where a browser gives none (plain http, private browsing). */
export class ModelCaches {
  readonly #caches: CacheStorage | undefined;
  readonly #manifestName: ManifestName;

  /** @param caches undefined where the browser has none: everything then looks empty */
  constructor(caches: CacheStorage | undefined, manifestName: ManifestName) {
    this.#caches = caches;
    this.#manifestName = manifestName;
  }

  get available(): boolean {
    return this.#caches !== undefined;
  }

  config(record: ModelRecord): ModelFile {
    return { scope: 'config', url: configUrl(record) };
  }

  manifest(record: ModelRecord): ModelFile {
    return { scope: 'model', url: manifestUrl(record, this.#manifestName) };
  }

  library(record: ModelRecord): ModelFile {
    return { scope: 'library', url: record.libUrl };
  }

  tokenizer(record: ModelRecord, { tokenizer }: ChatConfig): ModelFile {
    return { scope: 'model', url: new URL(tokenizer, record.modelUrl).href };
  }

  async get({ scope, url }: ModelFile): Promise<Response | undefined> {
    return (await this.#open(scope))?.match(url);
  }

  /** Keeps bytes as WebLLM will look for them. Throws as the Cache API does. */
  async put({ scope, url }: ModelFile, bytes: Blob): Promise<void> {
    const headers = { 'Content-Length': String(bytes.size), 'Content-Type': bytes.type };
    await (await this.#open(scope))?.put(url, new Response(bytes, { headers }));
  }

  async drop({ scope, url }: ModelFile): Promise<void> {
    await (await this.#open(scope))?.delete(url);
  }

  /** The addresses kept in a scope that begin with `prefix`. */
  async urls(scope: Scope, prefix = ''): Promise<string[]> {
    const requests = (await (await this.#open(scope))?.keys()) ?? [];
    return requests.map(({ url }) => url).filter((url) => url.startsWith(prefix));
  }

  /** The kept list of weights; null where there is none that can be read. */
  async readManifest(record: ModelRecord): Promise<Manifest | null> {
    return this.#read(this.manifest(record), (json) => parseManifest(json, record.modelUrl));
  }

  async readConfig(record: ModelRecord): Promise<ChatConfig | null> {
    return this.#read(this.config(record), parseChatConfig);
  }

  /** Where the model stands. */
  async status(record: ModelRecord): Promise<ModelStatus> {
    const [manifest, config, kept] = await Promise.all([
      this.readManifest(record),
      this.readConfig(record),
      this.urls('model', record.modelUrl),
    ]);
    if (!manifest && !config && kept.length === 0) return { state: 'none' };
    const present = new Set(kept);
    const shards = manifest?.shards ?? [];
    const weights = shards.reduce((sum, { url, bytes }) => sum + (present.has(url) ? bytes : 0), 0);
    const small = [
      this.config(record),
      this.manifest(record),
      this.library(record),
      ...(config ? [this.tokenizer(record, config)] : []),
    ];
    const sizes = await Promise.all(small.map((file) => this.size(file)));
    const others = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    const whole =
      manifest !== null &&
      config !== null &&
      sizes.every((size) => size !== null) &&
      shards.every(({ url }) => present.has(url));
    if (whole) return { state: 'complete', totalBytes: manifest.totalBytes + others };
    return {
      state: 'partial',
      doneBytes: weights + others,
      totalBytes: manifest ? manifest.totalBytes + others : null,
    };
  }

  /** Bytes of a kept file; 0 where its size is not told, null where it is not kept. */
  async size(file: ModelFile): Promise<number | null> {
    const response = await this.get(file);
    if (!response) return null;
    const length = Number(response.headers.get('Content-Length') ?? 0);
    return Number.isFinite(length) ? length : 0;
  }

  async #read<T>(file: ModelFile, parse: (json: unknown) => T): Promise<T | null> {
    const response = await this.get(file);
    if (!response) return null;
    try {
      return parse(await response.json());
    } catch {
      return null; // damaged: as good as missing, it is fetched again
    }
  }

  async #open(scope: Scope): Promise<Cache | undefined> {
    try {
      return await this.#caches?.open(CACHES[scope]);
    } catch (error) {
      // Firefox in private browsing has the object and refuses to open anything.
      if (error instanceof DOMException && error.name === 'SecurityError') return undefined;
      throw error;
    }
  }
}
