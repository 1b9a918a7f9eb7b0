/** The runs kept here, and what can be done with them. */
import { LabError } from '../../core/errors.ts';
import type { RunRecord } from '../../core/storage/port.ts';
import { RUNS } from '../copy/shell.ts';
import type { Lab } from '../lab.ts';

/** A deletion that can still be undone. */
export interface Deletion {
  readonly id: string;
  readonly name: string;
}

export class RunsList {
  readonly #lab: () => Promise<Lab>;
  readonly #say: (text: string) => void;
  /** null until they were read. */
  runs = $state.raw<readonly RunRecord[] | null>(null);
  deletions = $state.raw<readonly Deletion[]>([]);

  constructor(lab: () => Promise<Lab>, say: (text: string) => void) {
    this.#lab = lab;
    this.#say = say;
  }

  async refresh(): Promise<void> {
    const lab = await this.#lab();
    this.runs = await lab.runs.list();
  }

  /** Keeps a new name; an empty or unchanged one leaves the run as it is. */
  async rename(record: RunRecord, name: string): Promise<void> {
    const next = name.trim();
    if (next === '' || next === record.name) return;
    const lab = await this.#lab();
    await lab.runs.rename(record.id, next);
    await this.refresh();
    this.#say(RUNS.renamed(next));
  }

  async remove(record: RunRecord): Promise<void> {
    const lab = await this.#lab();
    await lab.runs.remove(record.id);
    this.deletions = [...this.deletions, { id: record.id, name: record.name }];
    await this.refresh();
  }

  async restore(deletion: Deletion): Promise<void> {
    const lab = await this.#lab();
    await lab.runs.restore(deletion.id);
    this.deletions = this.deletions.filter(({ id }) => id !== deletion.id);
    await this.refresh();
    this.#say(RUNS.restored(deletion.name));
  }

  /** The undo is over. Space is freed once the last one is: `purge` takes all that is hidden. */
  async settle(deletion: Deletion): Promise<void> {
    this.deletions = this.deletions.filter(({ id }) => id !== deletion.id);
    if (this.deletions.length > 0) return;
    const lab = await this.#lab();
    await lab.runs.purge();
  }

  /** Every undo is over: the view is left. */
  async settleAll(): Promise<void> {
    if (this.deletions.length === 0) return;
    this.deletions = [];
    const lab = await this.#lab();
    await lab.runs.purge();
  }

  /** The run that follows in the list, or else the one before. */
  after(record: RunRecord): RunRecord | undefined {
    const runs = this.runs ?? [];
    const at = runs.findIndex(({ id }) => id === record.id);
    return runs[at + 1] ?? runs[at - 1];
  }

  async exportFile(record: RunRecord): Promise<{ name: string; blob: Blob }> {
    const lab = await this.#lab();
    return lab.runs.exportFile(record.id);
  }

  async importFile(file: File | undefined): Promise<void> {
    if (!file) {
      throw new LabError(
        'no-file',
        'Nothing that was dropped is a file.',
        'Drop a run file saved with Export.',
      );
    }
    const lab = await this.#lab();
    const record = await lab.runs.importFile(file);
    await this.refresh();
    this.#say(RUNS.imported(record.name));
  }
}
