import { describe, expect, it } from 'vitest';
import { ownPrompt, ruleWith } from './following.ts';

describe('what counts as wrong', () => {
  it('leaves one out with a student that never reads the example it is asked about', () => {
    expect(ruleWith('in-context', 'out-of-fold', null)).toBe('leave-one-out');
    expect(ruleWith('in-context', 'in-sample', null)).toBe('leave-one-out');
  });

  it('goes back to what it was with a head', () => {
    expect(ruleWith('head', 'leave-one-out', 'in-sample')).toBe('in-sample');
    expect(ruleWith('head', 'leave-one-out', null)).toBe('out-of-fold');
    expect(ruleWith('head', 'in-sample', 'out-of-fold')).toBe('in-sample');
  });
});

describe('a system prompt', () => {
  const standard = 'Write examples.\n\nLabels: a, b.';

  it('is kept only where it is not the standard one', () => {
    expect(ownPrompt(standard, standard)).toBe('');
    expect(ownPrompt(`${standard.replaceAll('\n', '\r\n')}  \n`, standard)).toBe('');
    expect(ownPrompt('  ', standard)).toBe('');
    expect(ownPrompt(` ${standard}\nBe brief. `, standard)).toBe(`${standard}\nBe brief.`);
  });

  it('is kept as it is while nobody knows the standard one', () => {
    expect(ownPrompt(standard, null)).toBe(standard);
  });
});
