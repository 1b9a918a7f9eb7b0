/** A file on its way to become a data set. */
import { parsePack } from '../../core/datasets/jsonl.ts';
import { openTable } from '../../core/datasets/files/index.ts';
import type { Table } from '../../core/datasets/files/index.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import { LabError } from '../../core/errors.ts';
import type { PackReply } from '../../core/example.ts';
import { FILE } from '../copy/file.ts';
import type { Lab } from '../lab.ts';
import type { FileAnswers, Outcome } from './file-import.ts';
import { datasetOf, guessAnswers, isComplete, outcomeOf } from './file-import.ts';

export class FileImport {
  readonly #lab: () => Promise<Lab>;
  #file: File | null = null;
  table = $state.raw<Table | null>(null);
  second = $state.raw<Table | null>(null);
  pack = $state.raw<{ readonly name: string; readonly replies: readonly PackReply[] } | null>(null);
  answers = $state.raw<FileAnswers | null>(null);
  header = $state(true);
  readonly outcome: Outcome | null = $derived(
    this.table && this.answers && isComplete(this.answers)
      ? outcomeOf(this.table, this.answers, this.second)
      : null,
  );

  constructor(lab: () => Promise<Lab>) {
    this.#lab = lab;
  }

  async open(file: File, signal: AbortSignal): Promise<void> {
    const table = await this.#read(file, signal);
    this.#file = file;
    this.second = null;
    if (table.rowCount === 0 && table.faults.length === 0) {
      this.table = this.answers = null;
      const headed = this.header && (table.format === 'csv' || table.format === 'tsv');
      throw new LabError('no-rows', FILE.noRows(table.name, headed), FILE.noRowsRemedy);
    }
    this.table = table;
    this.answers = guessAnswers(table);
  }

  close(): void {
    this.#file = this.table = this.second = this.answers = null;
  }

  /** Reads the file again with its first row as data, or as names. */
  async setHeader(header: boolean, signal: AbortSignal): Promise<void> {
    this.header = header;
    if (this.#file) await this.open(this.#file, signal);
  }

  async openSecond(file: File, signal: AbortSignal): Promise<void> {
    this.second = await this.#read(file, signal);
  }

  async openPack(file: File): Promise<void> {
    this.pack = { name: file.name, replies: parsePack(await file.text(), file.name) };
  }

  change(answers: Partial<FileAnswers>): void {
    if (this.answers) this.answers = { ...this.answers, ...answers };
  }

  /** Keeps the data set in this browser. */
  async save(): Promise<Dataset | undefined> {
    if (!this.table || !this.answers) return undefined;
    const dataset = await datasetOf(this.table, this.answers, this.second, this.pack?.replies ?? null);
    const lab = await this.#lab();
    return lab.data.save(dataset);
  }

  async #read(file: File, signal: AbortSignal): Promise<Table> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return openTable(bytes, file.name, signal, { header: this.header });
  }
}
