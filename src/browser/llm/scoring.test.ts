import { describe, expect, it } from 'vitest';
import type { FakeOptions } from '../../../test/support/fake-webllm.ts';
import { CHATML, encodeBytes, FakeEngine, fakeLogits } from '../../../test/support/fake-webllm.ts';
import type { ChatMessage } from '../../core/tasks/port.ts';
import { labelLogLikelihoods } from './label-scores.ts';
import { LogitCatcher, logSumExp } from './logits.ts';
import { openScorer } from './scorer.ts';
import { encodePrompt, renderTurns } from './template.ts';
import { agreement } from './verify.ts';

const SYSTEM = 'Answer with exactly one of these labels and nothing else: good, bad.';
const prompt = (text: string): ChatMessage[] => [
  { role: 'system', content: SYSTEM },
  { role: 'user', content: `Text: ${text}\nLabel:` },
];
const tokensOf = (messages: readonly ChatMessage[]) => encodePrompt(encodeBytes, CHATML, messages, false);

async function open(options: FakeOptions = {}, skipThoughts = false) {
  const catcher = new LogitCatcher();
  const engine = new FakeEngine(catcher, options);
  await engine.reload('m');
  const scorer = await openScorer(engine, catcher, 'm', skipThoughts);
  const before = { computed: engine.computed, passes: engine.passes };
  return { engine, scorer, spent: () => engine.computed - before.computed };
}

/** log P(label | prompt) by the definition, each token from a prefill of everything before it. */
function byDefinition(messages: readonly ChatMessage[], label: readonly number[]): number {
  return label.reduce((sum, token, i) => {
    const logits = fakeLogits([...tokensOf(messages), ...label.slice(0, i)]);
    return sum + (logits[token] ?? NaN) - logSumExp(logits);
  }, 0);
}

describe('closed-set scoring', () => {
  it('gives the log-likelihood of every label, whatever was scored before', async () => {
    const { scorer } = await open();
    expect(scorer.report).toMatchObject({ by: 'scored', reason: null, agreement: { maxDifference: 0 } });
    const labels = ['good', 'bad', 'g', 'a much longer label'];
    for (const text of ['fine', 'fine too', 'x', 'fine']) {
      const { by, best, logLikelihoods } = await scorer.score(prompt(text), labels);
      // "g" is the beginning of "good": each is followed by the end of the turn.
      const expected = labels.map((label) => byDefinition(prompt(text), [...encodeBytes(label), 258]));
      expect(by).toBe('scored');
      logLikelihoods?.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i] ?? NaN, 4);
      });
      expect(best).toBe(expected.indexOf(Math.max(...expected)));
    }
  });

  it('computes the shared beginning once, then only what differs', async () => {
    const { engine, scorer, spent } = await open();
    const labels = ['A', 'B', 'C', 'D', 'E', 'F', 'G']; // more than the five of top_logprobs
    const texts = ['one', 'two', 'three', 'three'];
    let last = engine.loadedModelIdToPipeline.get('m')?.tokens.slice() ?? [];
    let expected = 0;
    for (const text of texts) {
      const tokens = tokensOf(prompt(text));
      let shared = 0;
      while (shared < tokens.length - 1 && tokens[shared] === last[shared]) shared++;
      expected += tokens.length - shared;
      last = tokens;
      await scorer.score(prompt(text), labels);
    }
    expect(spent()).toBe(expected);
    // Single-token labels: one forward pass an example, and no more tokens than the text and its closing.
    const tail = encodeBytes('three\nLabel:<|im_end|>\n<|im_start|>assistant\n').length;
    const before = spent();
    await scorer.score(prompt('seven'), labels);
    expect(spent() - before).toBe(tail);
  });

  it('shares what labels begin with', async () => {
    const tokens: number[][] = [];
    const forward = (ids: readonly number[]) => {
      tokens.push([...ids]);
      return Promise.resolve(fakeLogits(ids));
    };
    await labelLogLikelihoods(forward, [1], [encodeBytes('abx'), encodeBytes('aby'), encodeBytes('c')], 258);
    const [a = 0, b = 0] = encodeBytes('ab');
    expect(tokens).toEqual([[1], [1, a], [1, a, b]]);
  });

  it('starts over after the engine was used otherwise', async () => {
    const { engine, scorer } = await open();
    const first = await scorer.score(prompt('fine'), ['good', 'bad']);
    await engine.chat.completions.create({ messages: [{ role: 'user', content: 'Write.' }], max_tokens: 1 });
    scorer.forget();
    expect(await scorer.score(prompt('fine'), ['good', 'bad'])).toEqual(first);
  });

  it('refuses a prompt that is longer than the window, and goes on', async () => {
    const { scorer } = await open({ contextWindow: 300 });
    const before = await scorer.score(prompt('fine'), ['good', 'bad']);
    await expect(scorer.score(prompt('long '.repeat(100)), ['good', 'bad'])).rejects.toMatchObject({
      code: 'prompt-too-long',
    });
    expect(await scorer.score(prompt('fine'), ['good', 'bad'])).toEqual(before);
  });
});

describe('the way back to the public API', () => {
  it.each<[string, FakeOptions, RegExp]>([
    ['no tokenizer', { without: ['tokenizer'] }, /no tokenizer/u],
    ['no runtime', { without: ['tvm'] }, /no runtime/u],
    ['no cache', { without: ['kvCache'] }, /no KV cache/u],
    ['no pipeline', { without: ['loadedModelIdToPipeline'] }, /elsewhere/u],
    ['a recurrent state', { stateKind: 'hybrid' }, /recurrent/u],
    ['a cache that does not wind back', { brokenPopn: true }, /other logits/u],
  ])('is taken with %s, and says why', async (_what, options, reason) => {
    const { scorer } = await open(options);
    expect(scorer.report).toMatchObject({ by: 'grammar', reason: expect.stringMatching(reason) as unknown });
    const labels = ['"quoted"', 'bad\nlabel', 'good'];
    const { best, logLikelihoods, by } = await scorer.score(prompt('fine'), labels);
    expect({ by, logLikelihoods }).toEqual({ by: 'grammar', logLikelihoods: null });
    expect([0, 1, 2]).toContain(best);
  });

  it.each([
    ['good', 0],
    ['ba', 1],
    ['g', -1], // two labels begin so
    ['', -1],
  ])('reads "%s" as the label it begins, or as none', async (cut, best) => {
    const { scorer } = await open({ without: ['tvm'], cut }, true);
    expect((await scorer.score(prompt('fine'), ['good', 'bad', 'great'])).best).toBe(best);
  });

  it('is taken when the device computes nonsense', () => {
    const plain = fakeLogits([1, 2, 3]);
    expect(agreement(plain, plain).agrees).toBe(true);
    expect(agreement(plain, fakeLogits([1, 2, 4])).agrees).toBe(false);
    expect(
      agreement(
        plain,
        plain.map(() => NaN),
      ).agrees,
    ).toBe(false);
    expect(agreement(plain, plain.slice(1)).agrees).toBe(false);
  });
});

describe('the template', () => {
  it('is rendered as WebLLM renders it', () => {
    const turns = renderTurns(
      CHATML,
      [...prompt('$& costs $1'), { role: 'assistant', content: 'bad' }, { role: 'user', content: 'Next' }],
      false,
    );
    expect(turns).toEqual([
      `<|im_start|>system\n${SYSTEM}<|im_end|>\n`,
      '<|im_start|>user\nText: $& costs $1\nLabel:<|im_end|>\n',
      '<|im_start|>assistant\nbad<|im_end|>\n',
      '<|im_start|>user\nNext<|im_end|>\n',
      '<|im_start|>assistant\n',
    ]);
  });

  it('skips thoughts, prefixes and empty systems where the model wants it so', () => {
    const bare = {
      ...CHATML,
      system_message: '',
      render_empty_system_message: false,
      system_prefix_token_ids: [7],
    };
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    expect(renderTurns(bare, messages, true)).toEqual([
      '<|im_start|>user\nHi<|im_end|>\n',
      '<|im_start|>assistant\n<think>\n\n</think>\n\n',
    ]);
    expect(encodePrompt(encodeBytes, bare, messages, false)[0]).toBe(7);
  });
});
