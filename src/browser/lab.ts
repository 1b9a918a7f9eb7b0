/** The lab in this browser: what src/ui/lab.ts promises, over IndexedDB. */
import type { ApiTeacherConfig, RunConfig } from '../core/config/schema.ts';
import type { Dataset, LoadProgress } from '../core/datasets/port.ts';
import { LabError } from '../core/errors.ts';
import type { NetServices } from '../core/llm/api/chat-client.ts';
import { withArm } from '../core/loop/arms.ts';
import { resultOf } from '../core/loop/report.ts';
import type { RunState } from '../core/loop/state.ts';
import { currentIteration } from '../core/loop/state.ts';
import { CACHES } from '../core/models/urls.ts';
import type { RunRecord, RunSummary } from '../core/storage/port.ts';
import type { ConnectionResult } from '../core/teachers/api/connection-test.ts';
import type { HostSettings } from '../core/trainers/fine-tuning/hosts/http.ts';
import type { Abilities, ServedModel, TuningHost } from '../core/trainers/fine-tuning/port.ts';
import type { BrowserBackends } from './backend/backends.ts';
import { forgetPlace } from './backend/places.ts';
import { loadAnyDataset } from './data.ts';
import type { LabDatabase } from './db.ts';
import { openLabDB, writing } from './db.ts';
import type { BrowserExperiments } from './experiments/experiments.ts';
import { KeyRing } from './keys.ts';
import type { ModelManager } from './models/models.ts';
import type { ModelStoreHost } from './models/store-host.ts';
import { plainSleep } from './platform.ts';
import type { RemoteWorker } from './remote.ts';
import { wrapWorker } from './remote.ts';
import { stopAllDrivers } from './run-lock.ts';
import { IdbRunStore } from './run-store.ts';

const NEW_RUN: RunSummary = { status: 'new', iteration: 0, trainSize: 0, testAccuracy: null };

export class BrowserLab {
  readonly db: LabDatabase;
  readonly store: IdbRunStore;
  readonly keys: KeyRing;
  /** URL of the folder that holds the page, ending in a slash. */
  readonly base: string;
  /** For whatever calls an API from the page. */
  readonly net: NetServices = {
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
    sleep: plainSleep,
    keyFor: (baseUrl: string) => this.keys.get(baseUrl),
  };
  #models: Promise<ModelManager> | null = null;
  #experiments: Promise<BrowserExperiments> | null = null;

  constructor(db: LabDatabase, keys: KeyRing, base: string) {
    this.db = db;
    this.store = new IdbRunStore(db);
    this.keys = keys;
    this.base = base;
  }

  readonly runs = {
    /** Control runs are found beside the run they belong to. */
    list: async (): Promise<RunRecord[]> =>
      (await this.store.list()).filter(({ origin }) => origin?.as !== 'control'),
    get: (id: string): Promise<RunRecord | undefined> => this.store.get(id),
    create: (config: RunConfig, name?: string): Promise<RunRecord> => this.#create(config, name),
    rename: (id: string, name: string): Promise<void> =>
      this.store.update(id, (record) => ({ ...record, name })),
    duplicate: async (id: string, config: RunConfig, name?: string): Promise<RunRecord> => {
      const record = await this.#record(id);
      return this.#create(config, name ?? `${record.name} (copy)`, { run: id, as: 'duplicate' });
    },
    remove: (id: string): Promise<void> =>
      this.store.update(id, (record) => ({ ...record, deletedAt: Date.now() })),
    restore: (id: string): Promise<void> =>
      this.store.update(id, ({ deletedAt: _deleted, ...record }) => record),
    purge: (olderThanMs = 0): Promise<void> => this.#purge(Date.now() - olderThanMs),
    exportFile: (id: string): Promise<{ name: string; blob: Blob }> => this.#exportFile(id),
    importFile: (file: File): Promise<RunRecord> => this.#importFile(file),
  };

  readonly data = {
    list: async () => {
      const stored = await this.db.getAll('datasets');
      return stored.map(({ dataset, savedAt }) => ({
        id: dataset.id,
        title: dataset.title,
        about: dataset.about,
        hash: dataset.hash,
        labels: dataset.labels,
        seeds: dataset.seeds.length,
        test: dataset.test.length,
        replies: dataset.pack?.length ?? 0,
        ...(dataset.task === undefined ? {} : { task: dataset.task }),
        savedAt,
      }));
    },
    load: (
      id: string,
      signal: AbortSignal,
      onProgress?: (progress: LoadProgress) => void,
    ): Promise<Dataset> => loadAnyDataset(this.db, this.base, id, signal, onProgress),
    save: async (dataset: Dataset): Promise<Dataset> => {
      const kept = await this.#withFreeName(dataset);
      await writing(() => this.db.put('datasets', { id: kept.id, savedAt: Date.now(), dataset: kept }));
      return kept;
    },
    remove: (id: string): Promise<void> => this.db.delete('datasets', id),
  };

  readonly storage = {
    use: async () => {
      const { usage, quota } = await navigator.storage.estimate();
      return { usage: usage ?? null, quota: quota ?? null, persisted: await navigator.storage.persisted() };
    },
    persist: (): Promise<boolean> => navigator.storage.persist(),
    deleteEverything: async (): Promise<void> => {
      await stopAllDrivers(); // they would write on
      await (await this.#models)?.stopAll();
      if ('caches' in globalThis) await Promise.all(Object.values(CACHES).map((name) => caches.delete(name)));
      const stores = [
        'runs',
        'logs',
        'datasets',
        'vectors',
        'pages',
        'models',
        'experiments',
        'cells',
      ] as const;
      const transaction = this.db.transaction(stores, 'readwrite');
      await Promise.all([...stores.map((name) => transaction.objectStore(name).clear()), transaction.done]);
      this.keys.forgetAll();
      forgetPlace(safeStorage());
    },
  };

  /** The model manager, loaded when somebody asks for it. */
  models(): Promise<ModelManager> {
    this.#models ??= import('./models/models.ts')
      .then(({ ModelManager }) => new ModelManager(this.db, startModelsWorker, (url) => this.keys.get(url)))
      .catch((error: unknown) => {
        this.#models = null; // a lost connection must not stay for ever
        throw error;
      });
    return this.#models;
  }

  /** Experiments, loaded when somebody asks for them. */
  experiments(): Promise<BrowserExperiments> {
    this.#experiments ??= import('./experiments/experiments.ts')
      .then(({ BrowserExperiments }) => new BrowserExperiments(this))
      .catch((error: unknown) => {
        this.#experiments = null; // a lost connection must not stay for ever
        throw error;
      });
    return this.#experiments;
  }

  /** Fine-tuning backends, loaded when somebody looks at one. */
  async backends(): Promise<BrowserBackends> {
    const { BrowserBackends } = await import('./backend/backends.ts');
    return new BrowserBackends({ db: this.db, net: this.net, storage: safeStorage() });
  }

  async testTeacher(config: ApiTeacherConfig, signal: AbortSignal): Promise<ConnectionResult> {
    const { testConnection } = await import('../core/teachers/api/connection-test.ts');
    return testConnection(config, this.net, signal, location.origin);
  }

  async testBackend(
    at: HostSettings,
    signal: AbortSignal,
  ): Promise<{ readonly abilities: Abilities; readonly models: readonly ServedModel[] }> {
    const host = await this.tuningHost(at);
    const abilities = await host.abilities(signal);
    return { abilities, models: await host.models(signal) };
  }

  /** A fine-tuning service, asked with the key that is kept for its address. */
  async tuningHost(at: HostSettings): Promise<TuningHost> {
    const { tuningHost } = await import('../core/trainers/fine-tuning/hosts/registry.ts');
    return tuningHost(at, this.net);
  }

  async #record(id: string): Promise<RunRecord> {
    const record = await this.store.get(id);
    if (record) return record;
    throw new LabError(
      'unknown-run',
      'This run is not in this browser.',
      'Choose one from the list of runs.',
    );
  }

  async #create(
    config: RunConfig,
    name = config.data.id,
    origin?: RunRecord['origin'],
    id: string = crypto.randomUUID(),
  ): Promise<RunRecord> {
    const dataset = await this.data.load(config.data.id, new AbortController().signal);
    if (config.data.hash !== null && config.data.hash !== dataset.hash) {
      throw new LabError(
        'other-data',
        `The data set "${dataset.title}" is not the one this configuration was made for: its content differs.`,
        'Open the file it was made with, or start a new run on this one.',
      );
    }
    const { drawSeeds } = await import('../core/datasets/sample.ts');
    drawSeeds(dataset.seeds, config.data, config.data.draw); // throws where the pool is too small
    const now = Date.now();
    const record: RunRecord = {
      id,
      name,
      createdAt: now,
      updatedAt: now,
      config: withArm({ ...config, data: { ...config.data, hash: dataset.hash } }, config.arm),
      dataHash: dataset.hash,
      ...(origin && { origin }),
      summary: NEW_RUN,
    };
    await this.store.put(record);
    return record;
  }

  /** The control run of a run: the same one each time, so that it is never computed twice. */
  async control(of: RunRecord, config: RunConfig): Promise<RunRecord> {
    const id = `${of.id}~${config.arm}`;
    return (
      (await this.store.get(id)) ??
      this.#create(config, `${of.name}: ${config.arm}`, { run: of.id, as: 'control' }, id)
    );
  }

  /** Runs point at their data by name: a set of the same name with other content must not take its place. */
  async #withFreeName(dataset: Dataset): Promise<Dataset> {
    const known = await this.data.load(dataset.id, new AbortController().signal).catch(() => undefined);
    if (!known || known.hash === dataset.hash) return dataset;
    const mark = dataset.hash.slice(0, 6);
    const name = dataset.id.replace(/^file:/u, '');
    return { ...dataset, id: `file:${name} (${mark})`, title: `${dataset.title} (${mark})` };
  }

  async #purge(before: number): Promise<void> {
    const records = await this.db.getAll('runs');
    const gone = new Set(
      records.filter(({ deletedAt = Infinity }) => deletedAt <= before).map(({ id }) => id),
    );
    for (const { id, origin } of records) {
      if (gone.has(id) || (origin?.as === 'control' && gone.has(origin.run))) await this.store.remove(id);
    }
  }

  async #exportFile(id: string): Promise<{ name: string; blob: Blob }> {
    const { formatRunFile } = await import('../core/storage/run-file.ts');
    const record = await this.#record(id);
    const dataset = await this.data.load(record.config.data.id, new AbortController().signal);
    const content = await formatRunFile(record, dataset, await this.store.read(id));
    const name = record.name.replace(/[^\p{L}\p{N}-]+/gu, '-').replace(/^-+|-+$/gu, '') || 'run';
    return { name: `${name}.llm2llm.json`, blob: new Blob([content], { type: 'application/json' }) };
  }

  async #importFile(file: File): Promise<RunRecord> {
    const { parseRunFile } = await import('../core/storage/run-file.ts');
    const { name, dataset, config, log, state } = await parseRunFile(await file.text());
    const known = await this.data.load(dataset.id, new AbortController().signal).catch(() => undefined);
    const { id } = known?.hash === dataset.hash ? dataset : await this.data.save(dataset);
    const record = await this.#create({ ...config, data: { ...config.data, id } }, name);
    if (log.length === 0) return record;
    const imported = { ...record, summary: summaryOfState(state) };
    try {
      await this.store.append(record.id, 0, log);
      await this.store.put(imported);
    } catch (error) {
      // Half a run would look like a whole one: all of it or nothing.
      await this.store.remove(record.id);
      if (known?.hash !== dataset.hash) await this.data.remove(id);
      throw error;
    }
    return imported;
  }
}

/** What the list of runs shows of a folded log. */
export function summaryOfState(state: RunState): RunSummary {
  const it = currentIteration(state);
  return {
    status: state.status,
    iteration: it?.iteration ?? 0,
    trainSize: it?.trainSize ?? 0,
    testAccuracy: resultOf(state)?.testAccuracy.value ?? null,
  };
}

/** Opens the database and puts the lab together. Throws LabError when the browser gives no storage. */
export async function createLab(): Promise<BrowserLab> {
  const lab = new BrowserLab(
    await openLabDB(),
    new KeyRing(safeStorage()),
    new URL('./', location.href.replace(/#.*/u, '')).href,
  );
  // Deleted in an earlier visit: nobody can bring them back. Another tab may still offer the newest ones.
  await lab.runs.purge(60 * 60 * 1000);
  return lab;
}

function startModelsWorker(): RemoteWorker<ModelStoreHost> {
  return wrapWorker<ModelStoreHost>(
    new Worker(new URL('../../workers/models.worker.ts', import.meta.url), { type: 'module' }),
  );
}

function safeStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
