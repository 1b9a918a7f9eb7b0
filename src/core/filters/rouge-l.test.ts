import fc from 'fast-check';
import { l as jsRouge } from 'js-rouge';
import { describe, expect, it } from 'vitest';
import { RougeIndex } from './rouge-index.ts';
import { rougeL, rougeTokens } from './rouge-l.ts';

/** js-rouge given our tokens and the whole text as one segment. */
function oracle(a: string, b: string): number {
  if (rougeTokens(a).length === 0 || rougeTokens(b).length === 0) return 0;
  return jsRouge(a, b, { beta: 1, segmenter: (text) => [text], tokenizer: rougeTokens });
}

const word = fc.constantFrom('the', 'a', 'film', 'was', 'not', 'bad', 'good', '7', 'at', 'all');
const sentence = fc.array(word, { minLength: 0, maxLength: 90 }).map((words) => words.join(' '));

describe('rougeL', () => {
  it('equals js-rouge to 1e-9 on texts of any length, beyond one and two machine words', () => {
    fc.assert(
      fc.property(sentence, sentence, (a, b) => {
        expect(Math.abs(rougeL(a, b) - oracle(a, b))).toBeLessThanOrEqual(1e-9);
      }),
      { numRuns: 400 },
    );
  });

  it.each([31, 32, 33, 63, 64, 65])('is 1 for equal texts of %i tokens', (n) => {
    const text = Array.from({ length: n }, (_, i) => `w${i}`).join(' ');
    expect(rougeL(text, text)).toBe(1);
  });

  it('looks at order: the same words reversed share one', () => {
    expect(rougeL('one two three', 'three two one')).toBeCloseTo(1 / 3, 12);
  });

  it('takes tokens as rouge_score does: lower case, letters and digits of ASCII', () => {
    expect(rougeTokens("Don't—stop 42x!")).toEqual(['don', 't', 'stop', '42x']);
  });

  it('is 0 where a text has no tokens', () => {
    expect(rougeL('', 'film')).toBe(0);
    expect(rougeL('!?', '!?')).toBe(0);
  });
});

describe('RougeIndex', () => {
  it('finds the same nearest neighbour as comparing with everything', () => {
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 12 }), sentence, (texts, query) => {
        const index = new RougeIndex();
        texts.forEach((text, i) => {
          index.add(String(i), 'seed', text);
        });
        const best = Math.max(...texts.map((text) => rougeL(query, text)));
        expect(index.nearest(query)?.score ?? 0).toBeCloseTo(best, 6);
      }),
    );
  });
});
