/** What the loop worker lends a run: the encoder in a worker of its own, caches, network, keys. */
import { lazyEncoder } from '../core/encoders/lazy.ts';
import type { Encoder } from '../core/encoders/port.ts';
import { USE_LITE } from '../core/encoders/use-lite/identity.ts';
import type { Platform } from '../core/loop/assemble.ts';
import { Registry } from '../core/registry.ts';
import { parseSynonymTable } from '../core/teachers/eda/synonym-table.ts';
import type { BuiltInModel } from '../core/teachers/port.ts';
import type { TuningProgress } from '../core/trainers/fine-tuning/port.ts';
import { idbVectors } from './caches.ts';
import type { LabDatabase } from './db.ts';
import type { EncoderHost } from './encoder-host.ts';
import { allRecords } from './models/lookup.ts';
import { wrapWorker } from './remote.ts';
import { RunModels } from './run-models.ts';

/** Keys by base URL, written as the configuration has it: each goes there and nowhere else. */
export type Keys = Readonly<Record<string, string>>;

export interface BrowserPlatformOptions {
  readonly db: LabDatabase;
  /** URL of the folder that holds the page, ending in a slash. */
  readonly base: string;
  readonly keys: Keys;
  /** Starts the encoder worker. */
  readonly encoderWorker: () => Worker;
  /** Starts the worker of a language or embedding model. */
  readonly llmWorker: () => Worker;
  /** Told what is being loaded, and `null` when it is ready. */
  readonly onLoading: (loading: Loading | null) => void;
  /** Told how a fit outside this tab stands, and `null` when it is over. */
  readonly onTuning?: (progress: TuningProgress | null) => void;
  /** The browser's own model, which lives in the page. */
  readonly builtIn?: BuiltInModel | undefined;
}

export interface Loading {
  readonly what: 'encoder' | 'student' | 'teacher';
  /** Share of the present phase, 0 to 1; null where nobody says. */
  readonly share: number | null;
}

export async function browserPlatform(options: BrowserPlatformOptions): Promise<Platform> {
  const { db, base, keys, builtIn, onTuning } = options;
  const encoder = lazyEncoder(USE_LITE, () => startEncoder(options));
  const models = new RunModels(options);
  return {
    encoders: new Registry('encoder', [
      { id: USE_LITE.id, load: () => Promise.resolve(() => Promise.resolve(encoder)) },
      ...models.encoderEntries(await allRecords(db)),
    ]),
    vectors: idbVectors(db),
    languageModel: (id, role) => models.languageModel(id, role),
    ...(onTuning && { onTuning }),
    teacher: {
      ...(builtIn && { builtIn }),
      fetch: (input, init) => fetch(input, init),
      sleep: plainSleep,
      keyFor: (baseUrl) => keys[baseUrl],
      synonyms: async () => {
        const response = await fetch(`${base}synonyms/wordnet.txt`);
        if (!response.ok) throw new Error(`The synonym table could not be loaded: status ${response.status}`);
        return parseSynonymTable(await response.text());
      },
    },
  };
}

async function startEncoder({
  base,
  encoderWorker,
  onLoading,
}: BrowserPlatformOptions): Promise<Pick<Encoder, 'encode'>> {
  onLoading({ what: 'encoder', share: null });
  try {
    const worker = wrapWorker<EncoderHost>(encoderWorker());
    try {
      await worker.alive(worker.remote.load(base));
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return { encode: (texts) => worker.alive(worker.remote.encode(texts)) };
  } finally {
    onLoading(null);
  }
}

/** Waits, or rejects with the signal's reason. */
export function plainSleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
