/** What the page may ask of the browser: runs, data, keys, storage. Implemented in src/browser/lab.ts. */
import type { ApiTeacherConfig, RunConfig } from '../core/config/schema.ts';
import type { Dataset, LoadProgress } from '../core/datasets/port.ts';
import type { RunRecord } from '../core/storage/port.ts';
import type { ConnectionResult } from '../core/teachers/api/connection-test.ts';
import type { HostSettings } from '../core/trainers/fine-tuning/hosts/http.ts';
import type { Abilities, ServedModel } from '../core/trainers/fine-tuning/port.ts';
import type { Backends } from './backend/port.ts';
import type { Experiments } from './experiments/port.ts';
import type { Models } from './models/port.ts';

/** A data set kept in this browser, without its rows. */
export interface StoredDataset {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly hash: string;
  readonly labels: readonly string[];
  readonly seeds: number;
  readonly test: number;
  readonly replies: number;
  /** The task its rows are of, by id, where the set says. */
  readonly task?: string;
  readonly savedAt: number;
}

export interface StorageUse {
  /** Bytes; null where the browser does not tell. */
  readonly usage: number | null;
  readonly quota: number | null;
  readonly persisted: boolean;
}

/** What a fine-tuning service said when it was tried. */
export interface TestedBackend {
  readonly abilities: Abilities;
  readonly models: readonly ServedModel[];
}

export interface Lab {
  readonly runs: {
    list(): Promise<RunRecord[]>;
    get(id: string): Promise<RunRecord | undefined>;
    /** A new run, not started. Its data set must be bundled, stored, or loadable from the Hub. */
    create(config: RunConfig, name?: string): Promise<RunRecord>;
    rename(id: string, name: string): Promise<void>;
    /** Same data and settings but for the changes; starts from nothing. */
    duplicate(id: string, config: RunConfig, name?: string): Promise<RunRecord>;
    /** Hides the run; `restore` brings it back until the page is left or `purge` is called. */
    remove(id: string): Promise<void>;
    restore(id: string): Promise<void>;
    purge(): Promise<void>;
    /** The run, its log and its data as one file. */
    exportFile(id: string): Promise<{ name: string; blob: Blob }>;
    /** Refuses a file that is no run, with a reason; never overwrites a stored run. */
    importFile(file: File): Promise<RunRecord>;
  };
  readonly data: {
    list(): Promise<StoredDataset[]>;
    /** Bundled, stored or Hub set by id. */
    load(id: string, signal: AbortSignal, onProgress?: (progress: LoadProgress) => void): Promise<Dataset>;
    /** Keeps the set and returns it as kept: another set of the same name gets a name of its own. */
    save(dataset: Dataset): Promise<Dataset>;
    remove(id: string): Promise<void>;
  };
  readonly keys: {
    has(baseUrl: string): boolean;
    /** Keeps a key in memory for this base URL only; in this browser too when `remember`. */
    set(baseUrl: string, key: string, remember: boolean): void;
    forget(baseUrl: string): void;
  };
  readonly storage: {
    use(): Promise<StorageUse>;
    /** Asks the browser not to evict what is stored. */
    persist(): Promise<boolean>;
    /** Deletes every run, experiment, data set, vector, model and remembered key. */
    deleteEverything(): Promise<void>;
  };
  /** The model manager; loaded on the first call. */
  models(): Promise<Models>;
  /** Experiments over many runs; loaded on the first call. */
  experiments(): Promise<Experiments>;
  /** Fine-tuning backends, for the view of them; loaded on the first call. */
  backends(): Promise<Backends>;
  testTeacher(config: ApiTeacherConfig, signal: AbortSignal): Promise<ConnectionResult>;
  /** Asks a fine-tuning service what it can do. Throws LabError as the port's methods do. */
  testBackend(at: HostSettings, signal: AbortSignal): Promise<TestedBackend>;
}
