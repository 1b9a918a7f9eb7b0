/**
 * The log of one run as a file, one event a line. A batch must be whole to count: every line of it
 * but the last says `"more":true`, so that a batch cut by a kill or a power failure is dropped when read.
 */
import { existsSync } from 'node:fs';
import { appendFile, readFile, rm, truncate } from 'node:fs/promises';
import { LabError } from '../core/errors.ts';
import type { LoopEvent } from '../core/loop/events.ts';
import { logConflict } from '../core/storage/memory.ts';
import type { RunStore } from '../core/storage/port.ts';

type Line = LoopEvent & { readonly more?: true };

export class LogFile implements Pick<RunStore, 'read' | 'append'> {
  readonly #path: string;
  #length = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Starts over: whatever stood there is overwritten by the new run. */
  async clear(): Promise<void> {
    await rm(this.#path, { force: true });
    this.#length = 0;
  }

  /** All whole batches; a cut tail is removed from the file. Throws LabError `bad-log`. */
  async read(): Promise<LoopEvent[]> {
    if (!existsSync(this.#path)) return [];
    const text = await readFile(this.#path, 'utf8');
    const events: LoopEvent[] = [];
    let batch: LoopEvent[] = [];
    let at = 0;
    let whole = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      const { more, ...event } = this.#parse(text.slice(at, end), events.length + batch.length + 1);
      batch.push(event);
      at = end + 1;
      if (more) continue;
      for (const whole of batch) events.push(whole);
      batch = [];
      whole = at;
    }
    if (whole < text.length) await truncate(this.#path, Buffer.byteLength(text.slice(0, whole)));
    this.#length = events.length;
    return events;
  }

  async append(_id: string, at: number, events: readonly LoopEvent[]): Promise<void> {
    if (at !== this.#length) throw logConflict(at, this.#length);
    const lines = events.map((event, i) => (i < events.length - 1 ? { ...event, more: true } : event));
    try {
      await appendFile(this.#path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    } catch (error) {
      throw new LabError(
        'cannot-write',
        `The log ${this.#path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
        'Check the folder and the room on the disk, then run again with --resume.',
      );
    }
    this.#length += events.length;
  }

  #parse(line: string, number: number): Line {
    try {
      return JSON.parse(line) as Line;
    } catch {
      throw new LabError(
        'bad-log',
        `Line ${number} of ${this.#path} is not JSON.`,
        'Mend that line, or run again without --resume.',
      );
    }
  }
}
