/**
 * A language model that needs no weights: it knows no language, but its answers depend on the prompt as those of
 * a real one do, and it can fail as one. Deterministic.
 */
import { LabError } from '../../src/core/errors.ts';
import { fnv1a } from '../../src/core/hash.ts';
import type {
  AnswerMethod,
  LabelScores,
  LanguageModel,
  WriteRequest,
  Written,
} from '../../src/core/llm/port.ts';
import type { ChatMessage } from '../../src/core/tasks/port.ts';

export interface FakeModelOptions {
  readonly id?: string;
  /** How labels are answered; `grammar` gives no likelihoods. */
  readonly by?: AnswerMethod;
  /** Prompts with more characters throw `prompt-too-long`. */
  readonly maxCharacters?: number;
  /** The calls that throw `gpu-lost`, counted from 1. */
  readonly loseGpuAt?: readonly number[];
  /** What it writes; left out, the words of the prompt's last message. */
  readonly reply?: (request: WriteRequest) => string;
}

type Prompt = readonly ChatMessage[];

export class FakeLanguageModel implements LanguageModel {
  readonly id: string;
  readonly title = 'A model for tests';
  /** Calls made, failed ones included. */
  calls = 0;
  /** Prompts whose labels were scored, in order. */
  readonly scored: Prompt[] = [];
  /** Requests that got a reply, in order. */
  readonly written: WriteRequest[] = [];
  readonly #options: FakeModelOptions;

  constructor(options: FakeModelOptions = {}) {
    this.id = options.id ?? 'fake';
    this.#options = options;
  }

  /**
   * A label is the likelier, the more words the last message shares with user messages that were answered by
   * it; a bias by the label's name remains. Scores of long labels are no worse than those of short ones.
   */
  async score(messages: Prompt, labels: readonly string[], signal: AbortSignal): Promise<LabelScores> {
    await this.#begin(messages, signal);
    this.scored.push(messages);
    const question = wordsOf(messages[messages.length - 1]);
    const scores = labels.map((label) => {
      const evidence = messages.map((message, i) =>
        message.role === 'assistant' && message.content === label
          ? overlap(question, wordsOf(messages[i - 1]))
          : 0,
      );
      return 4 * Math.max(0, ...evidence) + (fnv1a(label) % 100) / 200;
    });
    const best = scores.indexOf(Math.max(...scores));
    const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
    const { by = 'scored' } = this.#options;
    return { by, best, logLikelihoods: by === 'scored' ? scores.map((score) => score - total) : null };
  }

  /** A word of the reply is a token; what there is of it is shown word by word. */
  async write(
    request: WriteRequest,
    signal: AbortSignal,
    onText?: (soFar: string) => void,
  ): Promise<Written> {
    const { messages, maxTokens, stop = [] } = request;
    await this.#begin(messages, signal);
    this.written.push(request);
    const whole = this.#options.reply?.(request) ?? messages[messages.length - 1]?.content ?? '';
    const ends = stop.map((text) => whole.indexOf(text)).filter((at) => at !== -1);
    const tokens = whole.slice(0, Math.min(whole.length, ...ends)).match(/\s*\S+\s*$|\s*\S+/gu) ?? [];
    const kept = tokens.slice(0, maxTokens);
    kept.forEach((_, i) => onText?.(kept.slice(0, i + 1).join('')));
    const prompt = messages.reduce((sum, message) => sum + wordsOf(message).size, 0);
    return {
      text: kept.join(''),
      usage: { prompt, completion: kept.length },
      finish: tokens.length > kept.length ? 'length' : 'stop',
    };
  }

  async #begin(messages: Prompt, signal: AbortSignal): Promise<void> {
    this.calls += 1;
    const call = this.calls;
    // Never at once, as a message to a worker is not: an abort can come in between.
    await Promise.resolve();
    signal.throwIfAborted();
    if (this.#options.loseGpuAt?.includes(call)) {
      throw new LabError('gpu-lost', 'The GPU has gone.', 'Load the model again.');
    }
    const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
    if (characters > (this.#options.maxCharacters ?? Infinity)) {
      throw new LabError('prompt-too-long', `The prompt has ${characters} characters.`, 'Show fewer.');
    }
  }
}

function wordsOf(message: ChatMessage | undefined): ReadonlySet<string> {
  return new Set(message?.content.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}

/** Jaccard index: shared words among all words, 0 to 1. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / Math.max(1, one.size + other.size - shared);
}
