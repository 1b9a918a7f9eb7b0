/** Which examples stand in a prompt, and in which order. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toyEncoder } from '../../../../test/support/tiny-run.ts';
import type { DemonstrationRule } from '../../config/schema.ts';
import { DEMONSTRATION_RULES } from '../../config/schema.ts';
import type { Encoder } from '../../encoders/port.ts';
import { bm25Ranking } from './bm25.ts';
import { demonstrationChooser } from './demonstrations.ts';

const { signal } = new AbortController();
const encoder = () => Promise.resolve(toyEncoder);

const TEXTS = ['the cat sat', 'a dog ran', 'the cat ran home', 'birds sing', 'The cat sat!', 'cat'];
const pool = TEXTS.map((text, i) => ({ id: `p${i}`, text, label: i % 2 === 0 ? 'even' : 'odd' }));

async function chosen(rule: DemonstrationRule, text: string, shown: number, id = 'q'): Promise<string[]> {
  const demonstrations = await demonstrationChooser({ rule, pool }, shown, encoder)({ id, text }, signal);
  return demonstrations.map((example) => example.id);
}

describe.each(DEMONSTRATION_RULES)('by the rule %s', (rule) => {
  it('never shows a question its own example, nor one with its words', async () => {
    for (const { id, text } of pool) {
      const same = id === 'p0' || id === 'p4' ? ['p0', 'p4'] : [id];
      const shown = await chosen(rule, text, 64, id);
      expect(shown.filter((other) => same.includes(other))).toEqual([]);
      expect(shown).toHaveLength(rule === 'none' ? 0 : pool.length - same.length);
    }
    // A test example may have a seed's words; a seed may have an id like no other's.
    expect(await chosen(rule, 'BIRDS, sing', 64)).not.toContain('p3');
    expect(await chosen(rule, 'something else', 64, 'p3')).not.toContain('p3');
  });

  it('shows no more than wanted, and the same every time', async () => {
    const once = await chosen(rule, 'a cat sat here', 2);
    expect(once.length).toBe(rule === 'none' ? 0 : 2);
    expect(await chosen(rule, 'a cat sat here', 2)).toEqual(once);
    expect(await chosen(rule, 'a cat sat here', 0)).toEqual([]);
  });
});

describe('random', () => {
  it('shows everybody the first of the pool, the next where one is their own', async () => {
    expect(await chosen('random', 'anything', 3)).toEqual(['p0', 'p1', 'p2']);
    expect(await chosen('random', 'birds', 3)).toEqual(['p0', 'p1', 'p2']);
    expect(await chosen('random', 'a dog ran', 3, 'p1')).toEqual(['p0', 'p2', 'p3']);
  });
});

describe('bm25', () => {
  it('puts the nearest last', async () => {
    expect(await chosen('bm25', 'who ran home', 2)).toEqual(['p1', 'p2']);
    expect(await chosen('bm25', 'do birds fly', 1)).toEqual(['p3']);
  });

  it('fills up in pool order where no word is shared, farthest first in the prompt', async () => {
    expect(await chosen('bm25', 'birds', 3)).toEqual(['p1', 'p0', 'p3']);
    expect(await chosen('bm25', 'quite another thing', 3)).toEqual(['p2', 'p1', 'p0']);
    expect(await chosen('bm25', '', 2)).toEqual(['p1', 'p0']);
  });

  it('breaks ties by pool order', async () => {
    const twins = ['x same', 'y same', 'z same'].map((text, i) => ({ id: `t${i}`, text, label: 'l' }));
    const choose = demonstrationChooser({ rule: 'bm25', pool: twins }, 3, encoder);
    const shown = await choose({ id: 'q', text: 'same' }, signal);
    expect(shown.map(({ id }) => id)).toEqual(['t2', 't1', 't0']);
  });

  it('ranks as the formula says, word by word', async () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', 'constructor', '__proto__', 'Ä', '位置'), { maxLength: 8 })
      .map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), text, async (texts, question) => {
        const scores = plainBm25(texts, question);
        const order = await bm25Ranking(texts)(question, signal);
        expect([...order].sort((a, b) => a - b)).toEqual(texts.map((_, i) => i));
        order.slice(1).forEach((next, i) => {
          const [here, there] = [scores[order[i] ?? -1] ?? NaN, scores[next] ?? NaN];
          expect(here).toBeGreaterThanOrEqual(there - 2e-9);
          if (Math.abs(here - there) < 1e-12) expect(order[i]).toBeLessThan(next);
        });
      }),
    );
  });
});

/** BM25 as Robertson and Zaragoza have it, with k1 1.2 and b 0.75, in the plainest way. */
function plainBm25(texts: readonly string[], question: string): number[] {
  const split = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const docs = texts.map(split);
  const length = (doc: readonly string[]): number => new Set(doc).size;
  const mean = docs.reduce((sum, doc) => sum + length(doc), 0) / docs.length;
  return docs.map((doc) =>
    split(question).reduce((sum, word) => {
      const tf = doc.filter((other) => other === word).length;
      const df = docs.filter((other) => other.includes(word)).length;
      const idf = Math.log(1 + (docs.length - df + 0.5) / (df + 0.5));
      return sum + (tf === 0 ? 0 : (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * length(doc)) / mean)));
    }, 0),
  );
}

describe('encoder', () => {
  const vectors = new Map([
    ['east', [2, 0]],
    ['north', [0, 1]],
    ['north-east', [1, 1]],
    ['nowhere', [0, 0]],
    ['far north-east', [5, 5]],
    ['mostly east', [9, 1]],
  ]);
  let encoded = 0;
  const plane: Encoder = {
    id: 'plane',
    dimensions: 2,
    encode(texts) {
      encoded += texts.length;
      return Promise.resolve(texts.map((text) => Float32Array.from(vectors.get(text) ?? [])));
    },
  };
  const places = [...vectors.keys()].slice(0, 5).map((text) => ({ id: text, text, label: 'l' }));

  it('puts the nearest by angle last, ties by pool order, and encodes the pool once', async () => {
    const chooser = demonstrationChooser({ rule: 'encoder', pool: places }, 5, () => Promise.resolve(plane));
    expect(encoded).toBe(0);
    for (let again = 0; again < 2; again++) {
      const shown = await chooser({ id: 'q', text: 'mostly east' }, signal);
      expect(shown.map(({ id }) => id)).toEqual(['nowhere', 'north', 'far north-east', 'north-east', 'east']);
    }
    expect(encoded).toBe(places.length + 2);
  });
});
