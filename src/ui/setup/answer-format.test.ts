import { expect, it } from 'vitest';
import { answerFormat } from './answer-format.ts';

const set = (...labels: string[]) => ({
  seeds: labels.map((label, i) => ({ id: String(i), text: 'x', label })),
});

it('is numbers where every answer is one, or ends in one', () => {
  expect(answerFormat(set('3', '-4.5', '1,200', '3/4', '$ 12', '\u22127', '50%'))).toBe('number');
  expect(answerFormat(set('Two and two are four.\n#### 4', '5'))).toBe('number');
});

it('is text where one answer is none', () => {
  expect(answerFormat(set('3', 'about 4'))).toBe('text');
  expect(answerFormat(set('Paris'))).toBe('text');
});
