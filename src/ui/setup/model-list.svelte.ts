/** The models there are and how they stand in this browser, looked up when a setting first needs them. */
import { untrack } from 'svelte';
import type { Capabilities } from '../../core/models/choose.ts';
import type { PromptApi } from '../../core/models/preflight.ts';
import { capabilitiesOf } from '../../core/models/preflight.ts';
import type { Models } from '../models/port.ts';
import { Work } from '../shell/work.svelte.ts';
import type { ModelEntry } from './model-choices.ts';

/** What the form needs of the model manager. */
type ModelSource = Pick<Models, 'list' | 'status' | 'preflight'>;

export class ModelList {
  entries = $state.raw<readonly ModelEntry[] | null>(null);
  /** What the graphics card can do; null where there is none, or nobody has asked yet. */
  device = $state.raw<Capabilities | null>(null);
  /** Whether models can run here; null while that is not known. */
  canRun = $state<boolean | null>(null);
  /** The browser's own model; null while that is not known. */
  builtIn = $state<PromptApi | null>(null);
  readonly looking = new Work();
  readonly #open: () => Promise<ModelSource>;
  #wanted = false;

  /** @param open loads the model manager */
  constructor(open: () => Promise<ModelSource>) {
    this.#open = open;
  }

  /** Looks the models up, the first time. */
  want(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    // Called from effects, which must not depend on what is found.
    untrack(() => void this.refresh());
  }

  /** Looks again, if anything was looked up: a model may have been downloaded in another tab. */
  async refresh(): Promise<void> {
    if (!this.#wanted) return;
    await this.looking.run(async () => {
      const source = await this.#open();
      const records = await source.list();
      this.entries = await Promise.all(
        records.map(async (record) => ({ record, status: await source.status(record.id) })),
      );
      const { facts, canRun } = await source.preflight();
      this.device = typeof facts.gpu === 'string' ? null : capabilitiesOf(facts);
      this.canRun = canRun;
      this.builtIn = facts.promptApi;
    });
  }
}
