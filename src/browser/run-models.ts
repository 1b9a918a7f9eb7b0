/** The WebLLM models of one run: a worker a role, started when the role first acts, never a download. */
import { lazyEncoder } from '../core/encoders/lazy.ts';
import type { Encoder } from '../core/encoders/port.ts';
import { LabError } from '../core/errors.ts';
import type { LanguageModel } from '../core/llm/port.ts';
import type { ModelRecord } from '../core/models/records.ts';
import type { Entry } from '../core/registry.ts';
import type { LabDatabase } from './db.ts';
import { languageModel, modelEncoder, ModelWorker } from './llm/client.ts';
import { requireGpu } from './llm/adapter.ts';
import { findRecord, modelStatus } from './models/lookup.ts';
import type { Loading } from './platform.ts';

type Role = Loading['what'];

export interface RunModelsOptions {
  readonly db: LabDatabase;
  readonly llmWorker: () => Worker;
  readonly onLoading: (loading: Loading | null) => void;
}

export class RunModels {
  readonly #options: RunModelsOptions;
  readonly #open = new Map<Role, Promise<LanguageModel>>();

  constructor(options: RunModelsOptions) {
    this.#options = options;
  }

  /** The model of a role; asked twice, the same one. Throws LabError `unknown-model` or `model-not-downloaded`. */
  languageModel(id: string, role: 'student' | 'teacher'): Promise<LanguageModel> {
    let model = this.#open.get(role);
    if (!model) {
      model = this.#record(id).then((record) => languageModel(this.#worker(record, role), record));
      // Downloaded meanwhile, it is found by the next try.
      model.catch(() => this.#open.delete(role));
      this.#open.set(role, model);
    }
    return model;
  }

  /** The embedding models among these, as encoders that load with the first text. */
  encoderEntries(records: readonly ModelRecord[]): Entry<() => Promise<Encoder>>[] {
    return records.flatMap(({ id, embedding }) =>
      embedding
        ? [
            {
              id,
              load: () => Promise.resolve(() => Promise.resolve(this.#encoder(id, embedding.dimensions))),
            },
          ]
        : [],
    );
  }

  #encoder(id: string, dimensions: number): Encoder {
    return lazyEncoder({ id, dimensions }, async () => {
      const record = await this.#record(id);
      return modelEncoder(this.#worker(record, 'encoder'), record);
    });
  }

  async #record(id: string): Promise<ModelRecord> {
    const record = await findRecord(this.#options.db, id);
    await requireGpu(record); // before anybody downloads hundreds of megabytes for nothing
    await requireHere(record);
    return record;
  }

  #worker(record: ModelRecord, what: Role): ModelWorker {
    const { llmWorker, onLoading } = this.#options;
    return new ModelWorker({
      worker: llmWorker,
      record,
      // Deleted or evicted meanwhile, WebLLM would fetch it unasked.
      check: () => requireHere(record),
      onLoading: (step) => {
        onLoading(step && { what, share: step.share });
      },
    });
  }
}

async function requireHere(record: ModelRecord): Promise<void> {
  if ((await modelStatus(record)).state === 'complete') return;
  throw new LabError(
    'model-not-downloaded',
    `${record.title} is not in this browser yet.`,
    `Download it under Models (about ${Math.ceil(record.downloadMB)} MB), then press Play.`,
  );
}
