/** Replies that a token limit cut off must not bring half a label into training. */
import { describe, expect, it } from 'vitest';
import { createClassification } from '../tasks/classification/classification.ts';
import { createGsm8k } from '../tasks/gsm8k/gsm8k.ts';
import type { Task } from '../tasks/port.ts';
import type { Arm } from './arms.ts';
import { armOf } from './arms.ts';
import { readLabel, replyReader } from './read-reply.ts';

const gsm8k = createGsm8k({ labels: [] });
const whole = { question: 'How many pens?', solution: '2 * 3 = 6\n#### 6' };
/** Going to be "#### 42". */
const cut = `{"examples":[${JSON.stringify(whole)},{"question":"How many cups?","solution":"6 * 7 = 42\\n#### 4`;

function reader(task: Task, id: Arm['id']) {
  const arm = armOf(id);
  if (!arm) throw new Error(`There is no arm ${id}.`);
  return replyReader({ arm, task, pool: new Map([['p', { id: 'p', text: 'How many cups?' }]]) });
}

function labels(task: Task, raw: string, finish: 'stop' | 'length' | null, arm = 'llm2llm') {
  const reply = reader(task, arm)({ parent: 'p', raw, finish });
  return reply.ok ? reply.candidates.map(({ label }) => label) : reply.reason;
}

describe('a reply with written labels that was cut off', () => {
  it('keeps what came before, and its last example without a label', () => {
    expect(labels(gsm8k, cut, 'length')).toEqual(['2 * 3 = 6\n#### 6', null]);
  });

  it('is read as it is where it came to its end, or is whole all the same', () => {
    const examples = JSON.stringify({ examples: [whole] });
    expect(labels(gsm8k, examples, 'length')).toEqual(['2 * 3 = 6\n#### 6']);
    expect(labels(gsm8k, cut, 'stop')).toEqual(['2 * 3 = 6\n#### 6', '6 * 7 = 42\n#### 4']);
  });

  it('labels no text of a pool', () => {
    const half = '{"solution":"6 * 7 = 42\\n#### 4';
    expect(labels(gsm8k, half, 'length', 'distillation')).toMatch(/no label/u);
    expect(labels(gsm8k, `${half}2"}`, 'stop', 'distillation')).toEqual(['6 * 7 = 42\n#### 42']);
    expect(readLabel(gsm8k, half, 'length')).toBeNull();
  });
});

it('reads a closed label whole or not at all, wherever its reply ends', () => {
  const task = createClassification({ labels: ['good', 'bad'] });
  const raw = '{"examples":[{"text":"A fine film","label":"good"';
  expect(labels(task, raw, 'length')).toEqual(['good']);
  expect(readLabel(task, '{"label":"good"}', 'length')).toBe('good');
});
