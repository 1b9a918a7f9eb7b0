/** How a task of the person's own begins: with answers such as the data have. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../core/config/schema.ts';
import { setChoices } from './data-sets.ts';
import { Draft } from './draft.svelte.ts';

const labelled = { id: 'file:a', hash: null, replies: 0, task: 'classification', labels: ['x', 'y'] };
const free = { id: 'file:b', hash: null, replies: 0, task: 'custom', labels: [] };
const gsm8k = setChoices([]).find(({ task }) => task === 'gsm8k') ?? free;

function draftOn(set: typeof free | typeof gsm8k): Draft {
  const draft = new Draft(parseConfig({ data: { id: 'film-reviews' } }));
  draft.choose(set);
  draft.know(set);
  return draft;
}
const answerOf = (draft: Draft) => draft.values['custom.answer'];

describe('a task of one’s own', () => {
  it('begins with numbers on data whose task has numbers for answers', () => {
    const draft = draftOn(gsm8k);
    expect(draft.values['task']).toBe('gsm8k');
    draft.set('task', 'custom');
    expect(answerOf(draft)).toBe('number');
  });

  it('begins with text where answers are free, and with what the data turn out to be', () => {
    const draft = draftOn(free);
    draft.set('task', 'custom');
    expect(answerOf(draft)).toBe('text');
    draft.readAs('number');
    expect(answerOf(draft)).toBe('number');
  });

  it('begins with labels where the data have some, whatever it was on other data', () => {
    const draft = draftOn(free);
    draft.set('task', 'custom');
    draft.choose(labelled);
    draft.know(labelled);
    expect([draft.values['task'], answerOf(draft)]).toEqual(['custom', 'labels']);
    draft.readAs('number');
    expect(answerOf(draft)).toBe('labels');
  });

  it('leaves alone what somebody chose, and what a configuration says', () => {
    const draft = draftOn(gsm8k);
    draft.set('custom.answer', 'text');
    draft.set('task', 'custom');
    draft.readAs('number');
    expect(answerOf(draft)).toBe('text');
    draft.apply(parseConfig({ task: 'custom', custom: { answer: 'text' }, data: { id: 'file:b' } }));
    draft.know(free);
    draft.readAs('number');
    expect(answerOf(draft)).toBe('text');
  });
});
