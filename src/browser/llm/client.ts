/** The other side of the llm worker: a language or embedding model as the loop knows it. */
import { proxy } from 'comlink';
import type { Encoder } from '../../core/encoders/port.ts';
import { isAbort, LabError } from '../../core/errors.ts';
import type { LanguageModel } from '../../core/llm/port.ts';
import type { ModelRecord } from '../../core/models/records.ts';
import type { RemoteWorker } from '../remote.ts';
import { wrapWorker } from '../remote.ts';
import { aborted } from './errors.ts';
import type { LlmHost, LoadedModel, LoadStep } from './host.ts';

/** How long a model under way may take to notice that it shall stop, before its worker is ended. */
const GRACE_MS = 3000;

export interface ModelWorkerOptions {
  readonly worker: () => Worker;
  readonly record: ModelRecord;
  /** Asked before every load; rejects where the model is not, or no longer, in this browser. */
  readonly check?: () => Promise<void>;
  /** Told while the model is being loaded, and `null` once it is. */
  readonly onLoading?: (step: LoadStep | null) => void;
  readonly onLoaded?: (model: LoadedModel) => void;
  readonly graceMs?: number;
}

type Remote = RemoteWorker<LlmHost>['remote'];

interface Session {
  readonly worker: RemoteWorker<LlmHost>;
  readonly ready: Promise<LoadedModel>;
}

/**
 * A worker that is started with the first call and loads its model then. After the GPU was lost, the worker
 * broke down, or a call did not stop in time, it is ended, which frees its memory; the next call starts another.
 */
export class ModelWorker {
  readonly #options: ModelWorkerOptions;
  #session: Session | null = null;

  constructor(options: ModelWorkerOptions) {
    this.#options = options;
  }

  /** Loads the model if it is not loaded yet. */
  load(signal: AbortSignal): Promise<LoadedModel> {
    return this.#within(signal, ({ ready }) => ready);
  }

  /** One call to the loaded model. Rejects with AbortError when `signal` fires. */
  call<T>(signal: AbortSignal, ask: (remote: Remote) => Promise<T>): Promise<T> {
    return this.#within(signal, async ({ worker, ready }) => {
      await ready;
      signal.throwIfAborted();
      return worker.alive(ask(worker.remote));
    });
  }

  /** Ends the worker and frees the GPU memory it holds. */
  end(): void {
    this.#session?.worker.terminate();
    this.#session = null;
  }

  async #within<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const session = (this.#session ??= this.#start());
    const done = work(session);
    try {
      return await untilAborted(done, signal);
    } catch (error) {
      if (signal.aborted) await this.#stop(session.worker, done);
      if (isFatal(error) && this.#session === session) this.end();
      if (signal.aborted || isAbort(error)) throw aborted();
      throw error;
    }
  }

  #start(): Session {
    const { worker: start, record, check, onLoading, onLoaded } = this.#options;
    const worker = wrapWorker<LlmHost>(start());
    const load = async (): Promise<LoadedModel> => {
      await check?.();
      return worker.alive(
        worker.remote.load(
          record,
          proxy((step) => onLoading?.(step)),
        ),
      );
    };
    const ready = load()
      .then((model) => {
        onLoaded?.(model);
        return model;
      })
      .catch((error: unknown) => {
        this.end(); // what could not be loaded is loaded anew by the next call
        throw error;
      })
      .finally(() => onLoading?.(null));
    ready.catch(() => undefined); // its callers hear of it
    return { worker, ready };
  }

  /** Asks first, ends the worker if that does not help: a prefill or a shader compilation cannot be interrupted. */
  async #stop(worker: RemoteWorker<LlmHost>, done: Promise<unknown>): Promise<void> {
    void worker.remote.cancel();
    const settled = done.then(
      () => true,
      () => true,
    );
    const { graceMs = GRACE_MS } = this.#options;
    const late = new Promise<boolean>((resolve) => setTimeout(resolve, graceMs, false));
    if (!(await Promise.race([settled, late]))) this.end();
  }
}

/** The model as a language model of the core. */
export function languageModel(worker: ModelWorker, { id, title }: ModelRecord): LanguageModel {
  return {
    id,
    title,
    score: (messages, labels, signal) => worker.call(signal, (remote) => remote.score(messages, labels)),
    write: (request, signal, onText) =>
      worker.call(signal, (remote) => remote.write(request, onText && proxy(onText))),
  };
}

/** The model as an encoder of the core. Throws where it is none. */
export function modelEncoder(worker: ModelWorker, { id, embedding }: ModelRecord): Encoder {
  if (!embedding) throw new Error(`"${id}" is no embedding model.`);
  return {
    id,
    dimensions: embedding.dimensions,
    encode: (texts, signal) => worker.call(signal, (remote) => remote.embed(texts)),
  };
}

/** After these the worker's engine is of no use. */
function isFatal(error: unknown): boolean {
  return error instanceof LabError && (error.code === 'gpu-lost' || error.code === 'worker-failed');
}

function untilAborted<T>(done: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(aborted());
    };
    signal.addEventListener('abort', stop, { once: true });
    done.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}
