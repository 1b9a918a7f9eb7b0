/** The run store in IndexedDB. Logs are kept as pieces of JSON Lines, so that a long one opens fast. */
import * as v from 'valibot';
import { ConfigSchema } from '../core/config/schema.ts';
import type { LoopEvent } from '../core/loop/events.ts';
import { logConflict } from '../core/storage/memory.ts';
import type { RunRecord, RunStore } from '../core/storage/port.ts';
import type { LabDatabase, LogPiece } from './db.ts';
import { writing } from './db.ts';

/** A piece grows up to this many characters before the next one begins. */
const PIECE = 64 * 1024;

export class IdbRunStore implements RunStore {
  readonly #db: LabDatabase;

  constructor(db: LabDatabase) {
    this.#db = db;
  }

  async list(): Promise<RunRecord[]> {
    const records = await this.#db.getAll('runs');
    return records
      .map(completed)
      .filter(({ deletedAt }) => deletedAt === undefined)
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  async get(id: string): Promise<RunRecord | undefined> {
    const record = await this.#db.get('runs', id);
    return record && completed(record);
  }

  async put(record: RunRecord): Promise<void> {
    await writing(() => this.#db.put('runs', record));
  }

  /** Changes a record that another tab or worker may be changing too; nothing happens when it is gone. */
  async update(id: string, change: (record: RunRecord) => RunRecord): Promise<void> {
    await writing(async () => {
      const transaction = this.#db.transaction('runs', 'readwrite');
      const record = await transaction.store.get(id);
      if (record) await transaction.store.put(change(record));
      await transaction.done;
    });
  }

  async remove(id: string): Promise<void> {
    const transaction = this.#db.transaction(['runs', 'logs'], 'readwrite');
    await Promise.all([
      transaction.objectStore('runs').delete(id),
      transaction.objectStore('logs').delete(rangeOf(id)),
      transaction.done,
    ]);
  }

  async read(id: string): Promise<LoopEvent[]> {
    const pieces = await this.#db.getAll('logs', rangeOf(id));
    return pieces.flatMap(({ text }) => parseLines(text));
  }

  /** The log as JSON Lines text, as it is exported. */
  async readText(id: string): Promise<string> {
    const pieces = await this.#db.getAll('logs', rangeOf(id));
    return pieces.map(({ text }) => text).join('');
  }

  async append(id: string, at: number, events: readonly LoopEvent[]): Promise<void> {
    const added = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    await writing(async () => {
      const transaction = this.#db.transaction('logs', 'readwrite');
      const last = (await transaction.store.openCursor(rangeOf(id), 'prev'))?.value;
      const length = last ? last.at + last.count : 0;
      if (length !== at) {
        transaction.abort();
        await transaction.done.catch(() => undefined);
        throw logConflict(at, length);
      }
      await transaction.store.put(extend(last, id, at, events.length, added));
      await transaction.done;
    });
  }
}

function extend(last: LogPiece | undefined, run: string, at: number, count: number, text: string): LogPiece {
  if (!last || last.text.length + text.length > PIECE) return { run, at, count, text };
  return { run, at: last.at, count: last.count + count, text: last.text + text };
}

function rangeOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

/** One JSON.parse for a whole piece: many small ones cost several times as much. */
function parseLines(text: string): LoopEvent[] {
  return JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as LoopEvent[];
}

/** A record of an older version may lack settings that have a default by now. */
function completed(record: RunRecord): RunRecord {
  const { success, output } = v.safeParse(ConfigSchema, record.config);
  return success ? { ...record, config: output } : record;
}
