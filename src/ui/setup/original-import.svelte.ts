/** Files of a task's authors on their way to become a data set. */
import type { Dataset } from '../../core/datasets/port.ts';
import type { Lab } from '../lab.ts';
import type { Outcome } from './file-import.ts';
import type { ChosenFile, OriginalRows, OriginalSplit } from './original-import.ts';
import { formsOf, originalDataset, originalOutcome, readOriginals } from './original-import.ts';

export class OriginalImport {
  readonly #lab: () => Promise<Lab>;
  rows = $state.raw<OriginalRows | null>(null);
  second = $state.raw<OriginalRows | null>(null);
  split = $state.raw<OriginalSplit>({ kind: 'share', share: '50' });
  /** The forms in which such files are read. */
  forms = $state('');
  readonly outcome: Outcome | null = $derived(
    // Until a test file is chosen there is nothing to say of one.
    this.rows && (this.split.kind === 'share' || this.second)
      ? originalOutcome(this.rows, this.split, this.second)
      : null,
  );

  constructor(lab: () => Promise<Lab>) {
    this.#lab = lab;
  }

  async open(task: string, files: readonly ChosenFile[]): Promise<void> {
    this.rows = this.second = null;
    this.forms = await formsOf(task);
    this.rows = await readOriginals(task, files, 'row');
  }

  async openSecond(files: readonly ChosenFile[]): Promise<void> {
    if (this.rows) this.second = await readOriginals(this.rows.task, files, 'test-row');
  }

  close(): void {
    this.rows = this.second = null;
  }

  /** Keeps the data set in this browser. */
  async save(): Promise<Dataset | undefined> {
    if (!this.rows) return undefined;
    const dataset = await originalDataset(this.rows, this.split, this.second);
    const lab = await this.#lab();
    return lab.data.save(dataset);
  }
}
