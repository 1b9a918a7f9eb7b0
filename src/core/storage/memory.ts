/** A run store in memory: for tests, benchmarks and runs nobody wants to keep. */
import { LabError } from '../errors.ts';
import type { LoopEvent } from '../loop/events.ts';
import type { RunRecord, RunStore } from './port.ts';

export class MemoryRunStore implements RunStore {
  readonly #records = new Map<string, RunRecord>();
  readonly #logs = new Map<string, LoopEvent[]>();

  list(): Promise<RunRecord[]> {
    const kept = [...this.#records.values()].filter(({ deletedAt }) => deletedAt === undefined);
    return Promise.resolve(kept.sort((a, b) => b.createdAt - a.createdAt));
  }

  get(id: string): Promise<RunRecord | undefined> {
    return Promise.resolve(this.#records.get(id));
  }

  put(record: RunRecord): Promise<void> {
    this.#records.set(record.id, record);
    return Promise.resolve();
  }

  remove(id: string): Promise<void> {
    this.#records.delete(id);
    this.#logs.delete(id);
    return Promise.resolve();
  }

  read(id: string): Promise<LoopEvent[]> {
    return Promise.resolve([...(this.#logs.get(id) ?? [])]);
  }

  append(id: string, at: number, events: readonly LoopEvent[]): Promise<void> {
    const log = this.#logs.get(id) ?? [];
    if (log.length !== at) return Promise.reject(logConflict(at, log.length));
    for (const event of events) log.push(event);
    this.#logs.set(id, log);
    return Promise.resolve();
  }
}

/** Somebody else wrote to the log: going on would fork it. */
export function logConflict(expected: number, found: number): LabError {
  return new LabError(
    'log-conflict',
    `The log holds ${found} events where ${expected} were expected: another tab or process wrote to it.`,
    'Close the other one, or reload to go on from what it stored.',
  );
}
