/** The browser's database: its typed schema is its documentation. Migrations are numbered and never edited. */
import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { Dataset } from '../core/datasets/port.ts';
import { LabError } from '../core/errors.ts';
import type { CellResult } from '../core/experiment/cell.ts';
import type { ExperimentRecord } from '../core/experiment/store.ts';
import type { Json } from '../core/json.ts';
import type { ModelRecord } from '../core/models/records.ts';
import type { RunRecord } from '../core/storage/port.ts';

export interface LabDB extends DBSchema {
  /** What the list of runs shows. */
  runs: { key: string; value: RunRecord };
  /** Pieces of logs in order: JSON Lines text, `count` events from event number `at` on. */
  logs: { key: [run: string, at: number]; value: LogPiece };
  /** Data sets opened from files or loaded from the Hub. */
  datasets: { key: string; value: { id: string; savedAt: number; dataset: Dataset } };
  /** Encoded texts; the key is encoder and text. */
  vectors: { key: [encoder: string, text: string]; value: Float32Array };
  /** Pages of Hub data sets by URL, for use offline. */
  pages: { key: string; value: Json };
  /** Experiments, without their results. */
  experiments: { key: string; value: ExperimentRecord };
  /** Results of experiments, a cell each. */
  cells: { key: [experiment: string, cell: string]; value: { experiment: string; result: CellResult } };
  /** Models somebody added by their addresses, and where models are fetched from. */
  models: { key: string; value: StoredModel };
}

/** The weights lie in the caches that WebLLM reads, not here. */
export type StoredModel =
  | { readonly id: string; readonly as: 'custom'; readonly record: ModelRecord }
  /** Base URL of a mirror, without a slash at its end. */
  | { readonly id: 'mirror'; readonly as: 'mirror'; readonly base: string };

export interface LogPiece {
  readonly run: string;
  readonly at: number;
  readonly count: number;
  readonly text: string;
}

export type LabDatabase = IDBPDatabase<LabDB>;

const NAME = 'llm2llm-lab';
const MIGRATIONS: readonly ((db: LabDatabase) => void)[] = [
  (db) => {
    db.createObjectStore('runs', { keyPath: 'id' });
    db.createObjectStore('logs', { keyPath: ['run', 'at'] });
    db.createObjectStore('datasets', { keyPath: 'id' });
    db.createObjectStore('vectors');
    db.createObjectStore('pages');
  },
  (db) => {
    db.createObjectStore('models', { keyPath: 'id' });
  },
  (db) => {
    db.createObjectStore('experiments', { keyPath: 'id' });
    db.createObjectStore('cells');
  },
];

/** Opens the database at the newest version. Throws LabError `no-storage` or `newer-storage`. */
export async function openLabDB(name = NAME): Promise<LabDatabase> {
  try {
    return await openDB<LabDB>(name, MIGRATIONS.length, {
      upgrade(db, from) {
        for (const migrate of MIGRATIONS.slice(from)) migrate(db);
      },
      blocking(_current, _blocked, event) {
        // Another tab brings a newer version: give way, it cannot open before.
        (event.target as IDBDatabase).close();
      },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'VersionError') {
      throw new LabError(
        'newer-storage',
        'What is stored in this browser was written by a newer version of the page.',
        'Reload the page to get the newer version.',
      );
    }
    throw new LabError(
      'no-storage',
      `This browser does not let the page store anything: ${error instanceof Error ? error.message : String(error)}`,
      'Leave private browsing, or allow this site to store data, then reload.',
    );
  }
}

/** Runs a write; a full disk or quota becomes LabError `storage-full`. What was stored before stays. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') throw storageFull();
    throw error;
  }
}

function storageFull(): LabError {
  return new LabError(
    'storage-full',
    'There is no room left in this browser for what the run writes.',
    'Delete runs or data sets you no longer need on the Storage page, then press Play: the run goes on where it stopped.',
  );
}
