/** The experiment store in IndexedDB. */
import * as v from 'valibot';
import type { CellResult } from '../../core/experiment/cell.ts';
import { SpecSchema } from '../../core/experiment/spec.ts';
import type { ExperimentRecord, ExperimentStore } from '../../core/experiment/store.ts';
import type { LabDatabase } from '../db.ts';
import { writing } from '../db.ts';

export class IdbExperimentStore implements ExperimentStore {
  readonly #db: LabDatabase;

  constructor(db: LabDatabase) {
    this.#db = db;
  }

  async list(): Promise<ExperimentRecord[]> {
    const records = await this.#db.getAll('experiments');
    return records.map(completed).sort((a, b) => b.createdAt - a.createdAt);
  }

  async get(id: string): Promise<ExperimentRecord | undefined> {
    const record = await this.#db.get('experiments', id);
    return record && completed(record);
  }

  async put(record: ExperimentRecord): Promise<void> {
    await writing(() => this.#db.put('experiments', record));
  }

  async remove(id: string): Promise<void> {
    const transaction = this.#db.transaction(['experiments', 'cells', 'logs'], 'readwrite');
    await Promise.all([
      transaction.objectStore('experiments').delete(id),
      transaction.objectStore('cells').delete(cellsOf(id)),
      transaction.objectStore('logs').delete(logsOf(id)),
      transaction.done,
    ]);
  }

  async results(id: string): Promise<ReadonlyMap<string, CellResult>> {
    const rows = await this.#db.getAll('cells', cellsOf(id));
    return new Map(rows.map(({ result }) => [result.cell.key, result]));
  }

  /** How many cells have a result, without reading any. */
  settled(id: string): Promise<number> {
    return this.#db.count('cells', cellsOf(id));
  }

  async putResult(id: string, result: CellResult): Promise<void> {
    await writing(() => this.#db.put('cells', { experiment: id, result }, [id, result.cell.key]));
  }
}

/** The name under which the log of a cell's run lies beside those of runs. */
export function logName(experiment: string, run: string): string {
  return `${experiment}/${run}`;
}

function cellsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, ''], [id, []]);
}

function logsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([logName(id, ''), 0], [logName(id, '\uffff'), Infinity]);
}

/** A record of an older version may lack settings that have a default by now. */
function completed(record: ExperimentRecord): ExperimentRecord {
  const { success, output } = v.safeParse(SpecSchema, record.spec);
  return success ? { ...record, spec: output } : record;
}
