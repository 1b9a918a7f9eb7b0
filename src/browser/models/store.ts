/**
 * Puts models into the caches that WebLLM reads, checks them there, and takes them out again. Every file
 * lies under the address its record names, wherever it was fetched from: WebLLM then finds it without a
 * network, mirror or not.
 */
import { LabError } from '../../core/errors.ts';
import { assertWasm, parseJson, withKey } from '../../core/models/fetching.ts';
import type { ChatConfig, Manifest, Shard } from '../../core/models/manifest.ts';
import { parseChatConfig, parseManifest } from '../../core/models/manifest.ts';
import type { ModelSource } from '../../core/models/mirror.ts';
import { fromSource } from '../../core/models/mirror.ts';
import type { DownloadProgress } from '../../core/models/progress.ts';
import { ProgressMeter } from '../../core/models/progress.ts';
import type { ModelRecord, ModelStatus } from '../../core/models/records.ts';
import type { ModelCaches, ModelFile } from './cached.ts';
import type { Expected, Network } from './fetch-file.ts';
import { fetchChecked, isIntact } from './fetch-file.ts';
import { removeModel } from './remove.ts';

export interface StoreServices extends Network {
  readonly caches: ModelCaches;
  /** Milliseconds from any origin. */
  readonly now: () => number;
  /** Bytes that may still be written; null where the browser does not tell. */
  readonly freeBytes: () => Promise<number | null>;
  /** Does the work while nobody else, in any tab, does anything to the same model. Throws LabError `model-busy`. */
  readonly exclusively: <T>(modelUrl: string, work: () => Promise<T>) => Promise<T>;
}

export interface Verification {
  /** Shards looked at. */
  readonly checked: number;
  /** Names of damaged files; they have been dropped and are fetched again by the next download. */
  readonly damaged: readonly string[];
  /** Whether the model's list names hashes; without them only sizes were compared. */
  readonly hashed: boolean;
  readonly status: ModelStatus;
}

type Watch = (progress: DownloadProgress) => void;

/** At most so many shards at a time, as WebLLM itself does. */
const AT_ONCE = 4;

interface Job {
  readonly record: ModelRecord;
  readonly source: ModelSource;
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly meter: ProgressMeter;
  readonly watch: Watch;
}

export class ModelStore {
  readonly #services: StoreServices;
  readonly #caches: ModelCaches;

  constructor(services: StoreServices) {
    this.#services = services;
    this.#caches = services.caches;
  }

  status(record: ModelRecord): Promise<ModelStatus> {
    return this.#caches.status(record);
  }

  /**
   * Fetches what is missing. Whole files stay when it is stopped or fails.
   * @param key of the backend that made the model; it is sent for files of its folder only
   * Throws LabError `model-busy`, `no-model-cache`, `storage-full`, and those of `fetchChecked`,
   * `parseManifest`, `parseChatConfig`, `assertWasm`, `withKey`; AbortError.
   */
  async download(
    record: ModelRecord,
    source: ModelSource,
    signal: AbortSignal,
    watch: Watch,
    key?: string,
  ): Promise<ModelStatus> {
    if (!this.#caches.available) throw noCache();
    return this.#services.exclusively(record.modelUrl, async () => {
      const meter = new ProgressMeter(this.#services.now);
      const { fetch, sleep } = this.#services;
      const network = { sleep, fetch: record.tuned ? withKey(fetch, record.modelUrl, key) : fetch };
      const job: Job = { record, source, network, signal, meter, watch };
      const config = await this.#small(job, this.#caches.config(record), parseChatConfig);
      const known = await this.#caches.readManifest(record);
      const manifest = await this.#manifest(job);
      await this.#others(job, config);
      try {
        await this.#weights(job, manifest);
      } catch (error) {
        // Perhaps the list is of an earlier version than what the server has now.
        if (!known || !(error instanceof LabError && error.code === 'damaged-file')) throw error;
        await this.#caches.drop(this.#caches.manifest(record));
        const fresh = await this.#manifest(job);
        if (!(await this.#dropChanged(known, fresh))) throw error;
        await this.#weights(job, fresh);
      }
      return this.status(record);
    });
  }

  /** Reads all kept shards, drops damaged ones and says which. Throws LabError `model-busy`; AbortError. */
  async verify(record: ModelRecord, signal: AbortSignal, watch: Watch): Promise<Verification> {
    return this.#services.exclusively(record.modelUrl, async () => {
      const manifest = await this.#caches.readManifest(record);
      const shards = manifest?.shards ?? [];
      const meter = new ProgressMeter(this.#services.now);
      meter.setTotal(manifest?.totalBytes ?? 0);
      const damaged: string[] = [];
      let checked = 0;
      for (const shard of shards) {
        signal.throwIfAborted();
        const file = fileOf(shard);
        const kept = await this.#caches.get(file);
        if (kept) {
          checked += 1;
          if (!(await isIntact(kept, shard.url, named(record, shard.url) ?? shard))) {
            damaged.push(nameOf(shard.url));
            await this.#caches.drop(file);
          }
        }
        meter.received(shard.bytes);
        watch(meter.progress);
      }
      const hashed = manifest !== null && (manifest.hashed || record.tuned !== undefined);
      return { checked, damaged, hashed, status: await this.status(record) };
    });
  }

  /**
   * Takes the model out of all caches, except for what another model needs.
   * @param others all other models
   * Throws LabError `model-busy`.
   */
  async remove(record: ModelRecord, others: readonly ModelRecord[]): Promise<void> {
    await this.#services.exclusively(record.modelUrl, () => removeModel(this.#caches, record, others));
  }

  /** Tokenizer and library. */
  async #others(job: Job, config: ChatConfig): Promise<void> {
    const { record } = job;
    const tokenizer = this.#caches.tokenizer(record, config);
    await this.#keep(job, tokenizer, null, async (bytes) => {
      if (tokenizer.url.endsWith('.json')) parseJson(await bytes.text(), tokenizer.url);
    });
    await this.#keep(job, this.#caches.library(record), null, async (bytes) => {
      assertWasm(new Uint8Array(await bytes.slice(0, 4).arrayBuffer()), record.libUrl);
    });
  }

  async #weights(job: Job, { shards, totalBytes }: Manifest): Promise<void> {
    const { meter, record, watch } = job;
    const kept = new Set(await this.#caches.urls('model', record.modelUrl));
    const missing = shards.filter(({ url }) => !kept.has(url));
    const missingBytes = missing.reduce((sum, { bytes }) => sum + bytes, 0);
    meter.setTotal(meter.progress.doneBytes + totalBytes);
    meter.found(totalBytes - missingBytes);
    watch(meter.progress);
    const free = await this.#services.freeBytes();
    if (free !== null && free < missingBytes) throw storageFull(missingBytes, free);

    // The first failure stops the others, and is the one that is told.
    const stop = new AbortController();
    const onAbort = (): void => {
      stop.abort(job.signal.reason);
    };
    job.signal.addEventListener('abort', onAbort, { once: true });
    const loop = async (): Promise<void> => {
      for (let shard = missing.shift(); shard; shard = missing.shift()) {
        stop.signal.throwIfAborted();
        await this.#keep({ ...job, signal: stop.signal }, fileOf(shard), shard);
      }
    };
    const failures: unknown[] = [];
    const guarded = async (): Promise<void> => {
      try {
        await loop();
      } catch (error) {
        failures.push(error);
        stop.abort();
      }
    };
    job.signal.throwIfAborted();
    await Promise.all(Array.from({ length: AT_ONCE }, guarded));
    job.signal.removeEventListener('abort', onAbort);
    if (failures.length > 0) throw failures[0] as Error;
  }

  /** Fetches a file that is not kept yet, checks it and keeps it. */
  async #keep(
    job: Job,
    file: ModelFile,
    expected: Expected | null,
    check?: (bytes: Blob) => Promise<void>,
  ): Promise<void> {
    const size = await this.#caches.size(file);
    if (size === null) {
      const bytes = await this.#fetch(job, file, expected);
      await check?.(bytes);
      await this.#put(file, bytes);
    } else if (!expected) job.meter.found(size); // shards are counted beforehand
  }

  /** A small JSON file: the kept one where it can be read, a new one else. */
  async #small<T>(job: Job, file: ModelFile, parse: (json: unknown) => T): Promise<T> {
    const text = await (await this.#caches.get(file))?.text();
    if (text !== undefined) {
      try {
        const value = parse(JSON.parse(text));
        job.meter.found(text.length);
        return value;
      } catch {
        await this.#caches.drop(file); // damaged: as good as missing
      }
    }
    const bytes = await this.#fetch(job, file, null);
    const value = parse(parseJson(await bytes.text(), file.url));
    await this.#put(file, bytes);
    return value;
  }

  #manifest(job: Job): Promise<Manifest> {
    const { record } = job;
    return this.#small(job, this.#caches.manifest(record), (json) => parseManifest(json, record.modelUrl));
  }

  #fetch({ source, record, network, signal, meter, watch }: Job, file: ModelFile, expected: Expected | null) {
    const counter = {
      received: (bytes: number) => {
        meter.received(bytes);
        watch(meter.progress);
      },
      dropped: (bytes: number) => {
        meter.dropped(bytes);
      },
    };
    const wanted = named(record, file.url) ?? expected;
    return fetchChecked(network, fromSource(file.url, record, source), wanted, counter, signal);
  }

  /** Drops kept shards that another version of the model has changed. Returns whether there was any change. */
  async #dropChanged(old: Manifest, fresh: Manifest): Promise<boolean> {
    const now = new Map(fresh.shards.map((shard) => [shard.url, shard]));
    const changed = old.shards.filter(({ url, md5, bytes }) => {
      const shard = now.get(url);
      return shard?.md5 !== md5 || shard.bytes !== bytes;
    });
    for (const shard of changed) await this.#caches.drop(fileOf(shard));
    return changed.length > 0;
  }

  async #put(file: ModelFile, bytes: Blob): Promise<void> {
    try {
      await this.#caches.put(file, bytes);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError')
        throw storageFull(bytes.size, await this.#services.freeBytes());
      throw error;
    }
  }
}

function fileOf({ url }: Shard): ModelFile {
  return { scope: 'model', url };
}

/** What the backend that made the model says of a file of it; null where it, or nobody, says anything. */
function named({ tuned, modelUrl }: ModelRecord, url: string): Expected | null {
  if (!tuned || !url.startsWith(modelUrl)) return null;
  const facts = tuned.files[url.slice(modelUrl.length)];
  return facts ? { ...facts, md5: null } : null;
}

function nameOf(url: string): string {
  return url.split('/').at(-1) ?? url;
}

function noCache(): LabError {
  return new LabError(
    'no-model-cache',
    'This browser gives the page no place to keep models.',
    'Open the page over https or as http://localhost, and leave private browsing.',
  );
}

function storageFull(needed: number, free: number | null): LabError {
  const mb = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
  return new LabError(
    'storage-full',
    `There is no room left in this browser for the model: ${mb(needed)} more are needed${free === null ? '' : `, about ${mb(free)} are free`}.`,
    'Delete models or runs you no longer need, or make room on this device, then press Resume: what was downloaded stays.',
  );
}
