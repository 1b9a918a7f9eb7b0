/**
 * An engine that behaves as WebLLM's is documented and was seen to: a lock around its own API and none around
 * forward passes, aborted loads that resolve as if nothing were wrong, errors that are bare strings,
 * `top_logprobs` up to five and taken after temperature. Its logits depend on every token before them, so
 * a wrong position or a stale cache shows; it counts the tokens it was made to compute.
 */
import type { LogitProcessor } from '@mlc-ai/web-llm';
import type { Engine, EngineFactory } from '../../src/browser/llm/engine.ts';
import type { ChatTemplate } from '../../src/browser/llm/template.ts';
import { renderTurns } from '../../src/browser/llm/template.ts';
import type { ChatMessage } from '../../src/core/tasks/port.ts';

const SPECIALS = ['<|end|>', '<|im_start|>', '<|im_end|>'];
const VOCABULARY = 256 + SPECIALS.length;
const END = 258;

export const CHATML: ChatTemplate = {
  system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
  system_message: 'You help.',
  roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
  role_templates: { user: '{user_message}', assistant: '{assistant_message}' },
  role_content_sep: '\n',
  role_empty_sep: '\n',
  seps: ['<|im_end|>\n'],
  stop_token_ids: [END],
};

/** Bytes, and the special tokens as one each. */
export function encodeBytes(text: string): number[] {
  const parts = text.split(/(<\|(?:end|im_start|im_end)\|>)/u);
  return parts.flatMap((part) => {
    const special = SPECIALS.indexOf(part);
    return special >= 0 ? [256 + special] : [...new TextEncoder().encode(part)];
  });
}

/** Logits after these tokens: a mixture of all of them, each weighed by its place. */
export function fakeLogits(tokens: readonly number[]): Float32Array {
  let state = 17;
  tokens.forEach((token, i) => {
    state = (Math.imul(state ^ token, 0x01000193) + i) >>> 0;
  });
  return Float32Array.from({ length: VOCABULARY }, (_, i) => {
    const mixed = Math.imul(state ^ Math.imul(i + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
    return (mixed / 2 ** 32) * 8 - 4;
  });
}

/** What a test may change or look at. */
export interface FakeOptions {
  /** Members taken away, as another version might have none of them. */
  without?: readonly ('tokenizer' | 'kvCache' | 'tvm' | 'loadedModelIdToPipeline')[];
  /** `kv_state_popn` that does nothing, as on a state that cannot be wound back. */
  brokenPopn?: boolean;
  /** Thrown by the next load. */
  loadError?: unknown;
  /** A load that is aborted resolves, and leaves no model. */
  abortLoad?: boolean;
  /** Called before every token; may throw, or never resolve. */
  beforeToken?: () => void | Promise<void>;
  /** What is written under a grammar, where not a label: a reply that was cut. */
  cut?: string;
  /** Texts with more characters do not fit the embedding model. */
  maxCharacters?: number;
  /** What generation writes, where no grammar decides. */
  reply?: string;
  contextWindow?: number;
  stateKind?: string;
}

class EngineError extends Error {
  constructor(name: string, message = name) {
    super(message);
    this.name = name;
  }
}

export class FakeEngine implements Engine {
  readonly options: FakeOptions;
  readonly #processor: LogitProcessor;
  readonly loadedModelIdToPipeline = new Map<string, FakePipeline>();
  /** Tokens the model had to compute. */
  computed = 0;
  /** Forward passes. */
  passes = 0;
  #lock: Promise<unknown> = Promise.resolve();
  #busy = 0;
  /** Two at once in the pipeline: what no lock prevents and nothing survives. */
  collisions = 0;
  interrupted = false;

  constructor(processor: LogitProcessor, options: FakeOptions = {}) {
    this.#processor = processor;
    this.options = options;
    if (options.without?.includes('loadedModelIdToPipeline')) {
      Object.defineProperty(this, 'loadedModelIdToPipeline', { value: undefined });
    }
  }

  #own: FakePipeline | null = null;

  async reload(modelId: string): Promise<void> {
    await Promise.resolve();
    const { loadError, abortLoad } = this.options;
    // WebLLM throws bare strings too, and a signal throws whatever it was aborted with.
    if (loadError !== undefined) AbortSignal.abort(loadError).throwIfAborted();
    if (abortLoad) return; // logged as a warning, and resolved
    this.#own = new FakePipeline(this.options);
    (this.loadedModelIdToPipeline as Map<string, FakePipeline> | undefined)?.set(modelId, this.#own);
  }

  unload(): Promise<void> {
    this.#own = null;
    (this.loadedModelIdToPipeline as Map<string, FakePipeline> | undefined)?.clear();
    return Promise.resolve();
  }

  resetChat(): Promise<void> {
    if (this.#own) {
      this.#own.tokens = [];
      this.#own.filledKVCacheLength = 0;
    }
    return Promise.resolve();
  }

  async forwardTokensAndSample(ids: number[]): Promise<number> {
    const pipeline = this.#pipeline();
    await this.#forward(pipeline, ids);
    return 0;
  }

  interruptGenerate(): void {
    this.interrupted = true;
  }

  wasInterrupted(): boolean {
    return this.interrupted;
  }

  readonly embeddings = {
    create: async ({ input }: { input: string[] }) => {
      this.#pipeline();
      await this.options.beforeToken?.();
      if (input.some((text) => text.length > (this.options.maxCharacters ?? Infinity)))
        throw new EngineError('EmbeddingExceedContextWindowSizeError');
      return { data: input.map((text) => ({ embedding: [...fakeLogits(encodeBytes(text)).slice(0, 8)] })) };
    },
  };

  readonly chat = {
    completions: {
      // One implementation for both overloads of the real one.
      create: ((request: FakeRequest) =>
        request.stream
          ? Promise.resolve(this.#stream(request))
          : this.#locked(() =>
              this.#complete(request),
            )) as unknown as Engine['chat']['completions']['create'],
    },
  };

  #pipeline(): FakePipeline {
    if (!this.#own)
      throw new EngineError('ModelNotLoadedError', 'Model not loaded before trying to complete.');
    return this.#own;
  }

  #locked<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lock.then(work);
    this.#lock = result.catch(() => undefined);
    return result;
  }

  async #forward(pipeline: FakePipeline, ids: readonly number[]): Promise<Float32Array> {
    this.#busy += 1;
    if (this.#busy > 1) this.collisions += 1;
    try {
      await this.options.beforeToken?.();
      await Promise.resolve();
      pipeline.tokens.push(...ids);
      pipeline.filledKVCacheLength += ids.length;
      this.computed += ids.length;
      this.passes += 1;
      return this.#processor.processLogits(fakeLogits(pipeline.tokens));
    } finally {
      this.#busy -= 1;
    }
  }

  async #prefill(
    request: FakeRequest,
  ): Promise<{ pipeline: FakePipeline; logits: Float32Array; prompt: number }> {
    const pipeline = this.#pipeline();
    if ((request.top_logprobs ?? 0) > 5) throw new EngineError('RangeError', 'top_logprobs: 0 to 5');
    await this.resetChat(); // never reuses a prompt across examples
    const skip = request.extra_body?.enable_thinking === false;
    const ids = renderTurns(CHATML, request.messages, skip).flatMap(encodeBytes);
    if (ids.length > pipeline.contextWindowSize) {
      throw new EngineError('ContextWindowSizeExceededError', `Prompt tokens exceed: ${ids.length}`);
    }
    return { pipeline, logits: await this.#forward(pipeline, ids), prompt: ids.length };
  }

  async #complete(request: FakeRequest) {
    const { logits, prompt } = await this.#prefill(request);
    const labels = grammarLabels(request);
    const content = labels
      ? // The empty block of thoughts counts as output, and stands before it.
        (request.extra_body?.enable_thinking === false ? '<think>\n\n</think>\n\n' : '') +
        (this.options.cut ??
          labels.toSorted((a, b) => firstLogit(logits, b) - firstLogit(logits, a))[0] ??
          '')
      : String.fromCodePoint(logits.indexOf(Math.max(...logits)));
    const completion = encodeBytes(content).length;
    return {
      choices: [
        {
          message: { role: 'assistant', content },
          finish_reason: labels ? 'stop' : 'length',
          logprobs: topLogprobs(logits, request),
        },
      ],
      usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
    };
  }

  async *#stream(request: FakeRequest) {
    let release: () => void = () => undefined;
    const before = this.#lock;
    this.#lock = new Promise<void>((resolve) => {
      release = resolve;
    });
    await before;
    try {
      this.interrupted = false;
      const { pipeline, prompt } = await this.#prefill(request);
      const words = (this.options.reply ?? 'one two three').match(/\S+\s*/gu) ?? [];
      const room = request.max_tokens ?? Infinity;
      let count = 0;
      let finish = 'stop';
      for (const word of words) {
        if (this.wasInterrupted()) {
          finish = 'abort';
          break;
        }
        if (count >= room) {
          finish = 'length';
          break;
        }
        count += 1;
        await this.#forward(pipeline, [count]);
        yield { choices: [{ index: 0, delta: { content: word }, finish_reason: null }] };
      }
      yield { choices: [{ index: 0, delta: {}, finish_reason: finish }] };
      yield { choices: [], usage: { prompt_tokens: prompt, completion_tokens: count } };
    } finally {
      release();
    }
  }
}

interface FakeRequest {
  readonly messages: readonly ChatMessage[];
  readonly stream?: boolean;
  readonly max_tokens?: number;
  readonly temperature?: number;
  readonly logprobs?: boolean;
  readonly top_logprobs?: number;
  readonly response_format?: { readonly type: string; readonly grammar?: string; readonly schema?: string };
  readonly extra_body?: { readonly enable_thinking?: boolean };
}

/** The members of LLMChatPipeline that scoring looks for. */
class FakePipeline {
  tokens: number[] = [];
  filledKVCacheLength = 0;
  readonly contextWindowSize: number;
  readonly slidingWindowSize = -1;
  readonly kvStateKind: string;
  readonly conversation = { config: CHATML };
  readonly tokenizer: unknown = { encode: (text: string) => Int32Array.from(encodeBytes(text)) };
  readonly kvCache: unknown = {};
  readonly tvm: unknown;

  constructor({ without = [], brokenPopn, contextWindow = 4096, stateKind = 'kv_cache' }: FakeOptions) {
    this.contextWindowSize = contextWindow;
    this.kvStateKind = stateKind;
    this.tvm = {
      beginScope: () => undefined,
      endScope: () => undefined,
      scalar: (value: number) => value,
      detachFromCurrentScope: (value: unknown) => value,
      getGlobalFunc: (name: string) => {
        if (name !== 'vm.builtin.kv_state_popn') throw new Error(`no ${name}`);
        return (_cache: unknown, _sequence: number, count: number) => {
          if (!brokenPopn) this.tokens.splice(this.tokens.length - count);
        };
      },
    };
    for (const member of without) {
      if (member in this) Object.defineProperty(this, member, { value: undefined });
    }
  }
}

function grammarLabels({ response_format }: FakeRequest): string[] | null {
  if (response_format?.type !== 'grammar') return null;
  const strings = response_format.grammar?.match(/"(?:[^"\\]|\\.)*"/gu) ?? [];
  return strings.map((text) => JSON.parse(text) as string);
}

function firstLogit(logits: Float32Array, label: string): number {
  return logits[encodeBytes(label)[0] ?? 0] ?? -Infinity;
}

/** After temperature, which is clamped to 1e-6: at 0 the likeliest has all the probability there is. */
function topLogprobs(logits: Float32Array, { logprobs, top_logprobs = 0, temperature = 1 }: FakeRequest) {
  if (!logprobs) return null;
  const scaled = Array.from(logits, (logit) => logit / Math.max(temperature, 1e-6));
  const most = Math.max(...scaled);
  const sum = scaled.reduce((total, x) => total + Math.exp(x - most), 0);
  const order = [...scaled.keys()].sort((a, b) => (scaled[b] ?? 0) - (scaled[a] ?? 0));
  return {
    content: order.slice(0, top_logprobs).map((token) => ({
      token: String.fromCodePoint(token),
      logprob: Math.log(Math.exp((scaled[token] ?? 0) - most) / sum),
    })),
  };
}

/** A factory of fake engines, and the engines it has made. */
export function fakeEngines(options: FakeOptions = {}): { make: EngineFactory; made: FakeEngine[] } {
  const made: FakeEngine[] = [];
  return {
    made,
    make: ({ processor, onProgress }) => {
      onProgress({ progress: 1, timeElapsed: 0, text: 'Finish loading on WebGPU - fake' });
      const engine = new FakeEngine(processor, options);
      made.push(engine);
      return Promise.resolve(engine);
    },
  };
}
