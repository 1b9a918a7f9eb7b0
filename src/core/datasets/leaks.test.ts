import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rougeL } from '../filters/rouge-l.ts';
import { randomStream } from '../random.ts';
import { splitLeaks } from './leaks.ts';

const row = (id: string, text: string) => ({ id, text, label: 'a' });
const words = 'the a boat ferry harbour sails at noon night with nine ropes and two old sailors'.split(' ');
const texts = (name: string, count: number, length: number) => {
  const stream = randomStream(7, name);
  return Array.from({ length: count }, (_, index) => {
    const text = Array.from({ length }, () => words[stream.below(words.length)] ?? '').join(' ');
    return row(`${name}-${index}`, text);
  });
};

describe('splitLeaks', () => {
  it('tells exact copies from near ones, once a seed', () => {
    const test = [
      row('t1', 'When does the last ferry to the island leave the harbour ?'),
      row('t2', 'Who painted the harbour at night ?'),
      row('t3', 'who painted the harbour at night ?'),
    ];
    const seeds = [
      row('s1', 'WHO painted  the harbour at night ?'),
      row('s2', 'When does the first ferry to the island leave the harbour ?'),
      row('s3', 'How many ropes has a mast ?'),
      row('s4', 'Who painted the harbour, at night?'),
    ];
    expect(splitLeaks(seeds, test, 0.8)).toEqual([
      { seed: 's1', test: 't2', score: 1, kind: 'exact' },
      { seed: 's2', test: 't1', score: 0.909091, kind: 'near' },
      { seed: 's4', test: 't2', score: 1, kind: 'near' },
    ]);
    expect(splitLeaks(seeds, test, 0.95).map(({ seed }) => seed)).toEqual(['s1', 's4']);
    expect(splitLeaks(seeds, [], 0)).toEqual([]);
  });

  it('finds exact copies in scripts ROUGE-L does not know', () => {
    const seeds = [row('s1', 'Где лодка?'), row('s2', 'Где причал?')];
    expect(splitLeaks(seeds, [row('t1', 'где  лодка?')], 0.5)).toEqual([
      { seed: 's1', test: 't1', score: 1, kind: 'exact' },
    ]);
  });

  it('agrees with ROUGE-L asked pair by pair', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 }), { maxLength: 6 }),
        fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 }), { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (left, right, threshold) => {
          const seeds = left.map((one, index) => row(`s${index}`, one.join(' ')));
          const test = right.map((one, index) => row(`t${index}`, one.join(' ')));
          const found = new Map(splitLeaks(seeds, test, threshold).map((leak) => [leak.seed, leak]));
          for (const { id, text } of seeds) {
            const best = Math.max(0, ...test.map((other) => rougeL(text, other.text)));
            const score = Math.round(best * 1e6) / 1e6;
            const same = test.some((other) => other.text === text);
            expect(found.has(id)).toBe(same || score > threshold);
            if (found.has(id)) expect(found.get(id)).toMatchObject({ score, kind: same ? 'exact' : 'near' });
          }
        },
      ),
    );
  });

  // An algorithm of another order would run into the test's own time limit.
  it('finds the one near copy among 60 seeds and 500 long test texts', () => {
    const test = texts('test', 500, 250);
    const near = row('near', `${test[321]?.text ?? ''} again`);
    const seeds = [...texts('seed', 59, 250), near];
    expect(splitLeaks(seeds, test, 0.95)).toMatchObject([{ seed: 'near', test: 'test-321', kind: 'near' }]);
  });
});
