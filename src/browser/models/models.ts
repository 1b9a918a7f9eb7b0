/** The page's model manager: what models there are, and what each of them is doing. */
import found from 'virtual:webllm-records';
import { proxy } from 'comlink';
import { LabError } from '../../core/errors.ts';
import { customRecord, libraryUrl, weightsUrl, withFreeId } from '../../core/models/custom.ts';
import { fetchJson, inspectModel, withKey } from '../../core/models/fetching.ts';
import { parseChatConfig, parseManifest } from '../../core/models/manifest.ts';
import { mirrorBase, sourceOf } from '../../core/models/mirror.ts';
import type { DownloadProgress } from '../../core/models/progress.ts';
import type { ModelRecord, ModelStatus } from '../../core/models/records.ts';
import type { TunedWeights } from '../../core/models/tuned.ts';
import { placeOf, tunedRecord } from '../../core/models/tuned.ts';
import { configUrl, manifestUrl } from '../../core/models/urls.ts';
import type { LabDatabase } from '../db.ts';
import { writing } from '../db.ts';
import type { RemoteWorker } from '../remote.ts';
import { allRecords, findRecord, modelCaches, modelStatus } from './lookup.ts';
import type { Preflight } from './preflight.ts';
import { preflight } from './preflight.ts';
import type { ModelStoreHost } from './store-host.ts';
import type { Verification } from './store.ts';

/** What is being done to a model right now. */
export interface ModelActivity {
  readonly doing: 'download' | 'verify' | 'remove';
  /** Null until something is known. */
  readonly progress: DownloadProgress | null;
}

/** What a person gives for a model of their own. */
export interface CustomModelInput {
  readonly weights: string;
  readonly library: string;
  readonly title: string;
}

/** Called as a method of something else, a browser's fetch refuses. */
const fetchHere = (url: string, init: RequestInit): Promise<Response> => fetch(url, init);

export class ModelManager {
  readonly #db: LabDatabase;
  readonly #startWorker: () => RemoteWorker<ModelStoreHost>;
  readonly #keyFor: (baseUrl: string) => string | undefined;
  readonly #activities = new Map<string, ModelActivity>();
  readonly #listeners = new Set<(id: string) => void>();
  /** Models whose download is being stopped, to be deleted next. */
  readonly #cancelling = new Set<string>();
  readonly #ended = new Map<string, Promise<unknown>>();
  #worker: RemoteWorker<ModelStoreHost> | null = null;
  #preflight: Promise<Preflight> | null = null;

  /**
   * @param startWorker started with the first download, ended when nothing is left to do
   * @param keyFor the key of a fine-tuning backend, by its address
   */
  constructor(
    db: LabDatabase,
    startWorker: () => RemoteWorker<ModelStoreHost>,
    keyFor: (baseUrl: string) => string | undefined,
  ) {
    this.#db = db;
    this.#startWorker = startWorker;
    this.#keyFor = keyFor;
  }

  /** All models: those that come with the page, then those somebody added. */
  list(): Promise<ModelRecord[]> {
    return allRecords(this.#db);
  }

  /** Where a model stands. Throws LabError `unknown-model`. */
  async status(id: string): Promise<ModelStatus> {
    return modelStatus(await findRecord(this.#db, id));
  }

  /** What this browser can do; asked once. */
  preflight(): Promise<Preflight> {
    this.#preflight ??= preflight();
    return this.#preflight;
  }

  /** What is being done to a model; null when nothing is. */
  activity(id: string): ModelActivity | null {
    return this.#activities.get(id) ?? null;
  }

  /** Calls the listener with a model's id whenever its activity changes, until the returned function is called. */
  subscribe(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Fetches what is missing of a model; `stopped` after `pause` or `cancel`.
   * Throws LabError: `unknown-model`, and those of `ModelStore.download`.
   */
  async download(id: string): Promise<'complete' | 'stopped'> {
    const record = await findRecord(this.#db, id);
    const source = sourceOf(record, await this.mirror.get());
    return this.#busy(id, 'download', (remote, listener) =>
      remote.download(record, source, listener, this.#keyOf(record)),
    );
  }

  /** Stops a download or a check; whole files stay. Resolves when it has stopped. */
  async pause(id: string): Promise<void> {
    void this.#worker?.remote.stop(id);
    await this.#ended.get(id)?.catch(() => undefined); // whoever started it is told
  }

  /** Stops a download and deletes what it had. */
  async cancel(id: string): Promise<void> {
    this.#cancelling.add(id);
    try {
      await this.pause(id);
      await this.remove(id);
    } finally {
      if (this.#cancelling.delete(id)) this.#tell(id, null); // it did not come to the deletion
    }
  }

  /** Reads all kept files and drops damaged ones. Throws LabError `unknown-model`, `model-busy`. */
  async verify(id: string): Promise<Verification | 'stopped'> {
    const record = await findRecord(this.#db, id);
    return this.#busy<Verification | 'stopped'>(id, 'verify', (remote, listener) =>
      remote.verify(record, listener),
    );
  }

  /** Deletes a model's files from this browser. Throws LabError `unknown-model`, `model-busy`. */
  async remove(id: string): Promise<void> {
    const record = await findRecord(this.#db, id);
    const others = (await this.list()).filter((other) => other.id !== id);
    await this.#busy(id, 'remove', (remote) => remote.remove(record, others));
  }

  /** Stops whatever is going on in this tab. Resolves when it has stopped. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#activities.keys()].map((id) => this.pause(id)));
  }

  /**
   * The size of a model's weights as its source lists it, in bytes. Asks the network.
   * Throws LabError as `fetchJson` and `parseManifest` do; AbortError.
   */
  async weightsBytes(id: string, signal: AbortSignal): Promise<number> {
    const record = await findRecord(this.#db, id);
    const kept = await modelCaches().readManifest(record);
    if (kept) return kept.totalBytes;
    const { modelUrl } = sourceOf(record, await this.mirror.get());
    const fetch = record.tuned ? withKey(fetchHere, modelUrl, this.#keyOf(record)) : fetchHere;
    const json = await fetchJson(fetch, manifestUrl({ modelUrl }, found.manifestName), signal);
    return parseManifest(json, modelUrl).totalBytes;
  }

  readonly custom = {
    /**
     * Adds a model after a look at its files; nothing is downloaded.
     * Throws LabError: `bad-model-url`, `known-model`, and those of `inspectModel` and `customRecord`.
     */
    add: async (input: CustomModelInput, signal: AbortSignal): Promise<ModelRecord> => {
      const place = { modelUrl: weightsUrl(input.weights), libUrl: libraryUrl(input.library) };
      const known = await this.list();
      const twin = known.find(
        ({ modelUrl, libUrl }) => modelUrl === place.modelUrl && libUrl === place.libUrl,
      );
      if (twin) {
        throw new LabError(
          'known-model',
          `This model is in the list already, as "${twin.title}".`,
          'Use that one, or give other addresses.',
        );
      }
      const services = { fetch: fetchHere, manifestName: found.manifestName };
      const { config, manifest } = await inspectModel(place, services, signal);
      const title = input.title.trim() || null;
      const record = withFreeId(customRecord({ ...place, title, config, manifest }), known);
      await writing(() => this.#db.put('models', { id: record.id, as: 'custom', record }));
      return record;
    },
    /**
     * Adds a model that a fine-tuning backend made, or finds it in the list; nothing is downloaded but two small files.
     * Throws LabError: `other-webllm`, `no-library`, `bad-model-url`, `backend-key`, and those of `fetchJson`, `parseChatConfig`,
     * `parseManifest` and `customRecord`.
     */
    addTuned: async (weights: TunedWeights, title: string, signal: AbortSignal): Promise<ModelRecord> => {
      const { tuned } = weights;
      const place = placeOf(weights, found);
      const known = await this.list();
      const twin = known.find(({ modelUrl }) => modelUrl === place.modelUrl);
      if (twin) return twin;
      const fetch = withKey(fetchHere, place.modelUrl, this.#keyFor(tuned.baseUrl));
      const config = parseChatConfig(await fetchJson(fetch, configUrl(place), signal));
      const list = await fetchJson(fetch, manifestUrl(place, found.manifestName), signal);
      const manifest = parseManifest(list, place.modelUrl);
      const record = withFreeId(tunedRecord({ ...place, title, config, manifest }, tuned), known);
      await writing(() => this.#db.put('models', { id: record.id, as: 'custom', record }));
      return record;
    },
    /** Deletes a custom model's files and forgets it. Throws LabError `unknown-model`, `model-busy`. */
    remove: async (id: string): Promise<void> => {
      await this.cancel(id);
      await this.#db.delete('models', id);
    },
  };

  readonly mirror = {
    /** The base URL of the mirror; null where models come from where they are published. */
    get: async (): Promise<string | null> => {
      const entry = await this.#db.get('models', 'mirror');
      return entry?.as === 'mirror' ? entry.base : null;
    },
    /** Sets the mirror, or with an empty text does without one. Throws LabError `bad-mirror`. */
    set: async (text: string): Promise<string | null> => {
      if (text.trim() === '') {
        await this.#db.delete('models', 'mirror');
        return null;
      }
      const base = mirrorBase(text);
      await writing(() => this.#db.put('models', { id: 'mirror', as: 'mirror', base }));
      return base;
    },
  };

  #keyOf({ tuned }: ModelRecord): string | undefined {
    return tuned && this.#keyFor(tuned.baseUrl);
  }

  /** One thing at a time for each model. */
  async #busy<T>(
    id: string,
    doing: ModelActivity['doing'],
    work: (
      remote: RemoteWorker<ModelStoreHost>['remote'],
      listener: (progress: DownloadProgress) => void,
    ) => Promise<T>,
  ): Promise<T> {
    const follows = doing === 'remove' && this.#cancelling.delete(id);
    if (this.#activities.has(id) && !follows) {
      throw new LabError(
        'model-busy',
        'Something is being done to this model already.',
        'Wait for it, or stop it.',
      );
    }
    this.#tell(id, { doing, progress: null });
    this.#worker ??= this.#startWorker();
    const worker = this.#worker;
    const listener = proxy((progress: DownloadProgress) => {
      if (this.#activities.has(id)) this.#tell(id, { doing, progress });
    });
    const ended = worker.alive(work(worker.remote, listener));
    this.#ended.set(id, ended);
    try {
      return await ended;
    } finally {
      this.#ended.delete(id);
      // Between the end of a download and the deletion that follows nothing else may be offered.
      this.#tell(id, this.#cancelling.has(id) ? { doing: 'remove', progress: null } : null);
      if (this.#activities.size === 0) {
        worker.terminate();
        this.#worker = null;
      }
    }
  }

  #tell(id: string, activity: ModelActivity | null): void {
    if (activity) this.#activities.set(id, activity);
    else this.#activities.delete(id);
    for (const listener of this.#listeners) listener(id);
  }
}
