import { describe, expect, it } from 'vitest';
import { MOST_CHARACTERS, beginning, shorten, shownLabel } from './long-text.ts';

describe('a long text', () => {
  const long = `${'some words of a case '.repeat(80)}\nA. The first holding.`;

  it('stands whole while it is short', () => {
    expect(beginning('Short.\nTwo lines.')).toBeNull();
    expect(beginning('x'.repeat(MOST_CHARACTERS))).toBeNull();
  });

  it('is cut between words, and says so', () => {
    const part = beginning(long) ?? '';
    expect(part.length).toBeLessThan(MOST_CHARACTERS);
    expect(part).toMatch(/ (?:some|words|of|a|case)…$/u);
    expect(long.startsWith(part.slice(0, -1))).toBe(true);
  });

  it('is cut somewhere where it has no spaces, but never inside a character', () => {
    const faces = '😀'.repeat(MOST_CHARACTERS);
    expect(beginning(faces)).toMatch(/^(?:😀)+…$/u);
    expect(shorten(`x${faces}`, 20)).toMatch(/^x(?:😀)+…$/u);
  });

  it('fits into a line', () => {
    expect(shorten('  one\n two ', 20)).toBe('one two');
    expect(shorten(long, 40).length).toBeLessThanOrEqual(40);
  });
});

describe('a label', () => {
  const last = (label: string) => /#### (.*)$/u.exec(label)?.[1] ?? label;

  it('is itself where it is the name of a class', () => {
    expect(shownLabel('positive', last)).toEqual({ answer: 'positive', whole: null });
  });

  it('shows the answer of a rationale first, and keeps the whole', () => {
    const label = 'She has 3 and buys 4.\n3 + 4 = 7\n#### 7';
    expect(shownLabel(label, last)).toEqual({ answer: '7', whole: label });
  });

  it('is cut where nothing shorter is known of it', () => {
    const { answer, whole } = shownLabel('word '.repeat(50), (label) => label);
    expect(answer.length).toBeLessThanOrEqual(60);
    expect(whole).toBe('word '.repeat(50));
  });
});
