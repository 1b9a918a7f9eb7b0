/** What the loop worker lends a run: the encoder in a worker of its own, caches, network, a key. */
import { lazyEncoder } from '../core/encoders/lazy.ts';
import type { Encoder } from '../core/encoders/port.ts';
import { USE_LITE } from '../core/encoders/use-lite/identity.ts';
import type { Platform } from '../core/loop/assemble.ts';
import { Registry } from '../core/registry.ts';
import { parseSynonymTable } from '../core/teachers/eda/synonym-table.ts';
import { idbVectors } from './caches.ts';
import type { LabDatabase } from './db.ts';
import type { EncoderHost } from './encoder-host.ts';
import { wrapWorker } from './remote.ts';

export interface BrowserPlatformOptions {
  readonly db: LabDatabase;
  /** URL of the folder that holds the page, ending in a slash. */
  readonly base: string;
  readonly key: string | undefined;
  /** Starts the encoder worker. */
  readonly encoderWorker: () => Worker;
  /** Told when the encoder is being loaded and when it is ready. */
  readonly onLoading: (loading: boolean) => void;
}

export function browserPlatform(options: BrowserPlatformOptions): Platform {
  const { db, base, key } = options;
  const encoder = lazyEncoder(USE_LITE, () => startEncoder(options));
  return {
    encoders: new Registry('encoder', [
      { id: USE_LITE.id, load: () => Promise.resolve(() => Promise.resolve(encoder)) },
    ]),
    vectors: idbVectors(db),
    teacher: {
      fetch: (input, init) => fetch(input, init),
      sleep: plainSleep,
      keyFor: () => key,
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
  onLoading(true);
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
    onLoading(false);
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
