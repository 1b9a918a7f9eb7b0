import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config/schema.ts';
import { closedAnswers } from '../tasks/closed-answers.ts';
import type { Candidate } from './port.ts';
import { createFilters } from './registry.ts';
import { judge } from './verdict.ts';

const seeds = [
  {
    id: 's1',
    text: 'one two three four five six seven eight nine ten eleven twelve thirteen',
    label: 'good',
  },
  { id: 's2', text: 'quite another sentence', label: 'bad' },
];
const test = [
  { id: 't1', text: 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda', label: 'good' },
];
const [parent] = seeds;

async function chain(changes: object = {}) {
  const config = parseConfig({ data: { id: 'x' }, filters: changes }).filters;
  const filters = await createFilters(config, { task: closedAnswers(['bad', 'good']), seeds, test });
  let serial = 0;
  return {
    filters,
    verdict: (text: string, label: string | null = 'good') => {
      if (!parent) throw new Error('no parent');
      const candidate: Candidate = { id: `c${(serial += 1)}`, text, label, parent };
      return judge(filters, candidate);
    },
  };
}

describe('the filters', () => {
  it.each([
    ['   ', 'good', 'empty'],
    ['x'.repeat(8001), 'good', 'too-long'],
    ['\u0000\u0001', 'good', 'not-text'],
    ['??? !!! ...', 'good', 'not-text'],
    ['half a \ud800 pair', 'good', 'not-text'],
    ['some text', null, 'missing-label'],
    ['some text', 'great', 'unknown-label'],
    ['some text', 'bad', 'wrong-label'],
    ['Alpha, beta: gamma delta epsilon zeta eta theta iota kappa LAMBDA!', 'good', 'test-duplicate'],
    ['alpha beta gamma delta epsilon zeta eta theta iota kappa other', 'good', 'test-near-duplicate'],
    ['One two three four five six seven eight nine ten eleven twelve thirteen.', 'good', 'near-duplicate'],
  ])('reject %j with label %s as %s', async (text, label, reason) => {
    const { verdict } = await chain();
    expect(verdict(text, label).reject).toBe(reason);
  });

  it('keep the nearest neighbour of an accepted candidate', async () => {
    const { verdict } = await chain();
    const { reject, rule, nearest } = verdict('another sentence about trains');
    expect(reject).toBeNull();
    expect(rule).toBe('rouge-l');
    expect(nearest).toMatchObject({ kind: 'seed', id: 's2' });
    expect(nearest?.score).toBeCloseTo(4 / 7, 6);
  });

  it('compare with accepted ones for ever, with rejected candidates in their iteration only', async () => {
    const { verdict, filters } = await chain();
    const text = 'a brand new sentence that nobody wrote before today at all';
    expect(verdict(text, 'bad').reject).toBe('wrong-label');
    expect(verdict(text)).toMatchObject({ reject: 'near-duplicate', nearest: { kind: 'candidate' } });
    for (const filter of filters) filter.beginIteration?.();
    expect(verdict(text).reject).toBeNull();
    for (const filter of filters) filter.beginIteration?.();
    expect(verdict(text)).toMatchObject({ reject: 'near-duplicate', nearest: { kind: 'accepted' } });
  });

  it('know texts of any script apart, and the same ones as the same', async () => {
    const cyrillic = [
      { id: 'c1', text: 'Это прекрасный фильм', label: 'good' },
      { id: 'c2', text: 'Скучно и долго', label: 'bad' },
    ];
    const config = parseConfig({ data: { id: 'x' } }).filters;
    const held = [{ id: 't1', text: 'Музыка спасает всё', label: 'good' }];
    const filters = await createFilters(config, {
      task: closedAnswers(['bad', 'good']),
      seeds: cyrillic,
      test: held,
    });
    const verdict = (text: string) =>
      judge(filters, { id: text, text, label: 'good', parent: cyrillic[0] as Candidate['parent'] }).reject;
    expect(verdict('Совсем другое предложение')).toBeNull();
    expect(verdict('это ПРЕКРАСНЫЙ фильм!')).toBe('near-duplicate');
    expect(verdict('Музыка спасает всё.')).toBe('test-duplicate');
    expect(verdict('Совсем другое предложение')).toBe('near-duplicate');
  });

  it('reject above the threshold, not at it', async () => {
    const text = 'one two three four five six seven eight nine ten eleven twelve changed';
    const score = 12 / 13;
    expect((await chain({ rougeThreshold: score + 1e-6 })).verdict(text).reject).toBeNull();
    expect((await chain({ rougeThreshold: score - 1e-6 })).verdict(text).reject).toBe('near-duplicate');
  });
});
