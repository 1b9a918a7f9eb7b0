/** The stages about one model: fetched, loaded, scored, compared and timed. */
import type { BrowserLab } from '../../src/browser/lab.ts';
import { languageModel, modelEncoder, ModelWorker } from '../../src/browser/llm/client.ts';
import type { ModelRecord } from '../../src/core/models/records.ts';
import type { ChatMessage } from '../../src/core/tasks/port.ts';
import type { CheckInput, StageResults } from './stages.ts';

const never = new AbortController().signal;
/** One token each in any tokenizer. */
const LABELS = ['A', 'B', 'C', 'D'];
const TEXTS = ['a gripping film', 'who found penicillin ?', 'dull and lifeless', 'what is a quark ?'];

export class CheckedModel {
  readonly #lab: BrowserLab;
  readonly #input: CheckInput;
  #record: Promise<ModelRecord> | null = null;
  #worker: ModelWorker | null = null;
  /** Grows until all prompts share enough tokens. */
  #instructions = 'Sort the text into A, B, C or D.';
  #scoredSeconds = NaN;

  constructor(lab: BrowserLab, input: CheckInput) {
    this.#lab = lab;
    this.#input = input;
  }

  /** The model as the list of models has it. */
  record(): Promise<ModelRecord> {
    const { model, lib } = this.#input;
    this.#record ??= this.#lab
      .models()
      .then(({ custom }) => custom.add({ weights: model, library: lib, title: 'Checked model' }, never));
    return this.#record;
  }

  async download(): Promise<StageResults['download']> {
    const { id } = await this.record();
    const models = await this.#lab.models();
    const { result: outcome, seconds } = await timed(() => models.download(id));
    if (outcome !== 'complete') throw new Error('The download stopped.');
    const status = await models.status(id);
    const bytes = status.state === 'complete' ? status.totalBytes : NaN;
    const verified = await models.verify(id);
    if (verified === 'stopped') throw new Error('The verification stopped.');
    return { seconds, megabytes: bytes / 1e6, damaged: verified.damaged.length };
  }

  async load(): Promise<StageResults['load']> {
    const worker = await this.#open();
    const { result, seconds } = await timed(() => worker.load(never));
    return { seconds, scoring: result.scoring, gpuMegabytes: (await this.memory()).gpuMegabytes };
  }

  async agreement(): Promise<StageResults['agreement']> {
    const worker = await this.#open();
    const shared = await this.#lengthen();
    if (shared === null) return { skipped: 'scoring under a grammar shows no logits' };
    const prompts = [this.#prompt(0), this.#prompt(1)];
    const agreement = await worker.call(never, (remote) => remote.compare(prompts));
    const [tokens = []] = (await worker.call(never, (remote) => remote.encode([this.#prompt(1)]))) ?? [];
    if (!agreement) return { skipped: 'scoring under a grammar shows no logits' };
    return { ...agreement, tokens: tokens.length, shared };
  }

  async scoring(): Promise<StageResults['scoring']> {
    const model = languageModel(await this.#open(), await this.record());
    const sharedTokens = await this.#lengthen();
    const { examples } = this.#input;
    let by = '';
    const seconds: number[] = [];
    for (let i = 0; i <= examples; i++) {
      const answer = await timed(() => model.score(this.#prompt(i), LABELS, never));
      by = answer.result.by;
      seconds.push(answer.seconds);
    }
    const [firstSeconds = NaN, ...rest] = seconds;
    this.#scoredSeconds = mean(rest);
    return {
      by,
      examples,
      sharedTokens,
      tailTokens: sharedTokens === null ? null : await this.#longestTail(sharedTokens),
      firstSeconds,
      secondsAnExample: this.#scoredSeconds,
      examplesASecond: 1 / this.#scoredSeconds,
    };
  }

  /** The same prompts by chat.completions with max_tokens 1, which starts over for each. */
  async plain(): Promise<StageResults['plain']> {
    const model = languageModel(await this.#open(), await this.record());
    const { examples } = this.#input;
    const seconds: number[] = [];
    // The first one may compile shaders for this length: it is not timed, as scoring's is not.
    for (let i = 0; i <= examples; i++) {
      const request = { messages: this.#prompt(i), maxTokens: 1, temperature: 1, randomSeed: i };
      seconds.push((await timed(() => model.write(request, never))).seconds);
    }
    const secondsAnExample = mean(seconds.slice(1));
    const ratio = secondsAnExample / this.#scoredSeconds;
    return { examples, secondsAnExample, examplesASecond: 1 / secondsAnExample, ratio };
  }

  async embedding(): Promise<StageResults['embedding']> {
    const encoder = modelEncoder(await this.#open(), await this.record());
    const first = await encoder.encode(TEXTS, never); // compiles shaders
    const again = await timed(() => encoder.encode(TEXTS, never));
    const differences = first.flatMap((vector, i) =>
      Array.from(vector, (value, j) => Math.abs(value - (again.result[i]?.[j] ?? NaN))),
    );
    return {
      dimensions: encoder.dimensions,
      texts: TEXTS.length,
      textsASecond: TEXTS.length / again.seconds,
      repeatDifference: Math.max(...differences),
    };
  }

  async memory(): Promise<StageResults['memory']> {
    const worker = await this.#open();
    return { gpuMegabytes: (await worker.call(never, (remote) => remote.gpuBytes())) / 1e6 };
  }

  end(): void {
    this.#worker?.end();
    this.#worker = null;
  }

  async #open(): Promise<ModelWorker> {
    const record = await this.record();
    this.#worker ??= new ModelWorker({
      record,
      worker: () => new Worker(new URL('../../workers/llm.worker.ts', import.meta.url), { type: 'module' }),
    });
    return this.#worker;
  }

  #prompt(i: number): ChatMessage[] {
    return [
      { role: 'system', content: this.#instructions },
      { role: 'user', content: `${i} ${'abcdefgh'[i % 8] ?? ''}?` },
    ];
  }

  /** Makes the common beginning as long as asked for, and returns its tokens; null where they cannot be seen. */
  async #lengthen(): Promise<number | null> {
    const worker = await this.#open();
    for (;;) {
      const tokens = await worker.call(never, (remote) => remote.encode([this.#prompt(0), this.#prompt(1)]));
      const [one, two] = tokens ?? [];
      if (!one || !two) return null;
      const shared = one.findIndex((token, i) => token !== two[i]);
      if (shared >= this.#input.prefixTokens) return shared;
      this.#instructions += ' Say no more than that one letter.'.slice(
        0,
        Math.max(2, this.#input.prefixTokens - shared),
      );
    }
  }

  async #longestTail(shared: number): Promise<number> {
    const worker = await this.#open();
    const prompts = Array.from({ length: this.#input.examples + 1 }, (_, i) => this.#prompt(i));
    const tokens = (await worker.call(never, (remote) => remote.encode(prompts))) ?? [];
    return Math.max(...tokens.map((ids) => ids.length - shared));
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const begin = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begin) / 1000 };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
