/** What the llm worker does: one language or embedding model, loaded once and asked one thing at a time. */
import pLimit from 'p-limit';
import { LabError } from '../../core/errors.ts';
import type { LabelScores, WriteRequest, Written } from '../../core/llm/port.ts';
import type { ModelRecord } from '../../core/models/records.ts';
import type { ChatMessage } from '../../core/tasks/port.ts';
import { engineRecord } from './engine-record.ts';
import type { Engine, EngineFactory } from './engine.ts';
import { embedAll } from './embed.ts';
import { aborted, gpuLost, modelError } from './errors.ts';
import { GpuWatch } from './gpu-watch.ts';
import { LogitCatcher } from './logits.ts';
import type { Scorer, ScoringReport } from './scorer.ts';
import { openScorer } from './scorer.ts';
import type { Agreement } from './verify.ts';
import { writeReply } from './write.ts';

/** What the page is told about a loaded model. */
export interface LoadedModel {
  readonly id: string;
  /** null for an embedding model, which answers nothing. */
  readonly scoring: ScoringReport | null;
}

/** Loading, in WebLLM's three phases. */
export interface LoadStep {
  /** Share of this phase, 0 to 1. */
  readonly share: number;
  readonly text: string;
}

interface Open {
  readonly engine: Engine;
  readonly record: ModelRecord;
  readonly scorer: Scorer | null;
}

export class LlmHost {
  readonly #makeEngine: EngineFactory;
  readonly #watch = new GpuWatch();
  readonly #catcher = new LogitCatcher();
  /** WebLLM takes no lock around forward passes: whatever reaches the engine goes through here. */
  readonly #queue = pLimit(1);
  #open: Open | null = null;
  #cancelled = new AbortController();

  constructor(makeEngine: EngineFactory) {
    this.#makeEngine = makeEngine;
    this.#watch.start();
  }

  /** Loads the model from the browser's caches, or what of it is missing there from its address. */
  load(record: ModelRecord, onStep: (step: LoadStep) => void): Promise<LoadedModel> {
    return this.#queue(() =>
      this.#guarded(record, async () => {
        const engine = await this.#makeEngine({
          record: engineRecord(record),
          isEmbedding: record.kind === 'embedding',
          processor: this.#catcher,
          onProgress: ({ progress, text }) => {
            onStep({ share: progress, text });
          },
        });
        await engine.reload(record.id);
        this.#cancelled.signal.throwIfAborted(); // an aborted load resolves as if it had ended well
        const scorer =
          record.kind === 'chat'
            ? await openScorer(engine, this.#catcher, record.id, thinksFirst(record))
            : null;
        this.#open = { engine, record, scorer };
        return { id: record.id, scoring: scorer?.report ?? null };
      }),
    );
  }

  /** The score of every label as the reply to the prompt. */
  score(messages: readonly ChatMessage[], labels: readonly string[]): Promise<LabelScores> {
    return this.#ask(({ scorer }) => {
      if (!scorer) throw wrongKind();
      return scorer.score(messages, labels);
    });
  }

  /** @param onText the reply so far, a few times a second */
  write(request: WriteRequest, onText?: (soFar: string) => void): Promise<Written> {
    return this.#ask(({ engine, record, scorer }) => {
      if (!scorer) throw wrongKind();
      scorer.forget();
      return writeReply(engine, request, thinksFirst(record), this.#cancelled.signal, onText);
    });
  }

  /** One vector of length 1 for every text, each computed on its own. */
  embed(texts: readonly string[]): Promise<Float32Array[]> {
    return this.#ask(({ engine, record }) => embedAll(engine, record, texts, this.#cancelled.signal));
  }

  /** Asks for what is under way to end: between two tokens or texts, not before. */
  async cancel(): Promise<void> {
    this.#cancelled.abort(aborted());
    await this.#open?.engine.interruptGenerate();
    // What waits in the queue is cancelled too; what comes after is not.
    void this.#queue(() => {
      this.#cancelled = new AbortController();
    });
  }

  /** The tokens of every prompt; null where they are not to be seen (scoring under a grammar). */
  encode(prompts: readonly (readonly ChatMessage[])[]): Promise<number[][] | null> {
    return this.#ask(({ scorer }) => {
      const exact = scorer?.exact;
      return Promise.resolve(exact ? prompts.map((prompt) => exact.encode(prompt)) : null);
    });
  }

  /** The last prompt after those before it against a plain prefill of it; null as for `encode`. */
  compare(prompts: readonly (readonly ChatMessage[])[]): Promise<Agreement | null> {
    return this.#ask(({ scorer }) => scorer?.exact?.compare(prompts) ?? Promise.resolve(null));
  }

  /** Bytes in GPU buffers of this worker. */
  gpuBytes(): number {
    return this.#watch.bytes;
  }

  #ask<T>(work: (open: Open) => Promise<T>): Promise<T> {
    return this.#queue(() => {
      const open = this.#open;
      if (!open) throw new Error('The model is asked before it is loaded.');
      return this.#guarded(open.record, () => work(open));
    });
  }

  /** Errors for people, and none of the waiting for ever that a lost device may mean. */
  async #guarded<T>(record: ModelRecord, work: () => Promise<T>): Promise<T> {
    const lost = this.#watch.lost.then((words): never => {
      throw gpuLost(record.title, words);
    });
    lost.catch(() => undefined); // it may be lost while nobody waits
    try {
      this.#cancelled.signal.throwIfAborted();
      return await Promise.race([work(), lost]);
    } catch (error) {
      if (this.#cancelled.signal.aborted) throw aborted();
      // Whatever is thrown then is about objects of a device that is gone.
      if (this.#watch.lostWords !== null) throw gpuLost(record.title, this.#watch.lostWords);
      throw modelError(error, record.title);
    }
  }
}

/** Models that write their thoughts before the answer, unless told not to. */
function thinksFirst({ id }: ModelRecord): boolean {
  return /qwen3/iu.test(id);
}

function wrongKind(): LabError {
  return new LabError(
    'not-a-chat-model',
    'An embedding model turns texts into numbers; it does not answer.',
    'Choose a chat model here, and the embedding model as an encoder.',
  );
}
