/**
 * The browser's built-in language model (Prompt API; on plain pages since Chrome 148). It exists in the page
 * only, never in a worker, so a run's worker asks for it through Comlink.
 */
import { LabError } from '../core/errors.ts';
import type { ChatMessage } from '../core/tasks/port.ts';
import type { BuiltInModel } from '../core/teachers/port.ts';

/** What is used of the Prompt API. */
export interface PromptApi {
  availability(): Promise<'unavailable' | 'downloadable' | 'downloading' | 'available'>;
  create(options: {
    initialPrompts?: readonly ChatMessage[];
    signal?: AbortSignal;
    monitor?: (monitor: EventTarget) => void;
  }): Promise<PromptSession>;
}

export interface PromptSession {
  prompt(text: string, options: { responseConstraint?: unknown; signal?: AbortSignal }): Promise<string>;
  destroy(): void;
}

/** The Prompt API of this page; undefined where the browser has none. */
export function promptApi(scope: object = globalThis): PromptApi | undefined {
  const api: unknown = Reflect.get(scope, 'LanguageModel');
  return typeof api === 'function' || (typeof api === 'object' && api !== null)
    ? (api as PromptApi)
    : undefined;
}

/** The page's end: asks the model. A plain class, so that a worker can hold it through Comlink. */
export class BuiltInHost {
  readonly #api: PromptApi | undefined;
  #stop = new AbortController();

  constructor(api: PromptApi | undefined = promptApi()) {
    this.#api = api;
  }

  /** Throws LabError `built-in-missing`, `built-in-download` or `built-in-failed`. */
  async ask(messages: readonly ChatMessage[], jsonSchema: string): Promise<string> {
    const api = await this.#ready();
    const { signal } = this.#stop;
    const last = messages[messages.length - 1]?.content ?? '';
    let session: PromptSession | null = null;
    try {
      session = await api.create({ initialPrompts: messages.slice(0, -1), signal });
      return await session.prompt(last, { responseConstraint: JSON.parse(jsonSchema), signal });
    } catch (error) {
      if (signal.aborted) throw error;
      throw failed(error);
    } finally {
      session?.destroy();
    }
  }

  /**
   * Has the browser fetch its model, which it does only while somebody is pressing a button of the page.
   * Throws LabError `built-in-missing` or `built-in-failed`; AbortError.
   * @param onShare told how much has arrived, 0 to 1
   */
  async fetch(onShare: (share: number) => void, signal: AbortSignal): Promise<void> {
    if (!this.#api) throw missing();
    const monitor = (target: EventTarget): void => {
      target.addEventListener('downloadprogress', (event) => {
        const loaded: unknown = Reflect.get(event, 'loaded');
        if (typeof loaded === 'number') onShare(Math.min(1, loaded));
      });
    };
    try {
      (await this.#api.create({ monitor, signal })).destroy();
    } catch (error) {
      if (signal.aborted) throw error;
      throw failed(error);
    }
  }

  /** Stops what is under way. */
  cancel(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
  }

  async #ready(): Promise<PromptApi> {
    const availability = (await this.#api?.availability()) ?? 'unavailable';
    if (!this.#api || availability === 'unavailable') {
      throw missing();
    }
    if (availability === 'available') return this.#api;
    throw new LabError(
      'built-in-download',
      "The browser's built-in model is not on this computer yet.",
      'Fetch it under Models, which the browser does once for all sites (several GB), then press Play.',
    );
  }
}

function missing(): LabError {
  return new LabError(
    'built-in-missing',
    'This browser offers pages no built-in language model, or not on this computer.',
    'Use a current Chrome or Edge on a desktop with enough memory, or choose another teacher.',
  );
}

/** Some faults concern one prompt only: the run goes on without that reply. */
const PROMPT_FAULTS: Readonly<Record<string, string>> = {
  QuotaExceededError: 'teacher-too-long',
  NotSupportedError: 'teacher-refused',
  NotReadableError: 'teacher-refused',
};

function failed(error: unknown): LabError {
  const words = error instanceof Error ? error.message : String(error);
  const code = PROMPT_FAULTS[error instanceof Error ? error.name : ''];
  if (code !== undefined) {
    return new LabError(
      code,
      `The browser's built-in model did not take this prompt: ${words}`,
      'Nothing to do: this example is left out for now. If it happens often, choose another teacher.',
      words,
    );
  }
  return new LabError(
    'built-in-failed',
    `The browser's built-in model did not answer: ${words}`,
    'Try again, or choose another teacher.',
    words,
  );
}

/** What of the host can be called through Comlink. */
export interface RemoteBuiltIn {
  ask(messages: readonly ChatMessage[], jsonSchema: string): Promise<string>;
  cancel(): void | Promise<void>;
}

/** The worker's end: the model as the core knows it. */
export function builtInModel(host: RemoteBuiltIn): BuiltInModel {
  return {
    async ask(messages, jsonSchema, signal) {
      signal.throwIfAborted();
      const stop = (): void => {
        void host.cancel();
      };
      signal.addEventListener('abort', stop, { once: true });
      try {
        const reply = await host.ask(messages, jsonSchema);
        signal.throwIfAborted();
        return reply;
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}
