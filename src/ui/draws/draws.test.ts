import { describe, expect, it } from 'vitest';
import { levels, shown, spread, verdict, type StoredDraws } from './draws.ts';

const of = (mean: number, standardError: number | null) => ({ mean, standardError, n: 20 });
const draw = (n: number, seedsOnly: number) => ({
  draw: n,
  seedsOnly,
  llm2llm: 0.6,
  untargeted: 0.6,
  examples: 50,
});
const draws = [draw(1, 0.55), draw(2, 0.4958), draw(3, 0.6208)];
const says = (added: ReturnType<typeof of>, aimed: ReturnType<typeof of>) => {
  const summary = { gainOverSeedsOnly: added, gainOverUntargeted: aimed } as StoredDraws['summary'];
  return verdict({ draws, summary }).map((text) => text.replaceAll('\u00a0', ' '));
};

describe('what the draws show', () => {
  it('takes more than two standard errors', () => {
    expect(shown(of(0.021, 0.01))).toBe('above');
    expect(shown(of(-0.021, 0.01))).toBe('below');
    expect(shown(of(0.02, 0.01))).toBe('none');
    expect(shown(of(-0.02, 0.01))).toBe('none');
    expect(shown(of(0.5, null))).toBe('none');
  });

  it('is said in words, by sign', () => {
    expect(says(of(0.056, 0.008), of(-0.017, 0.008))).toEqual([
      'Over 3 draws, adding examples helped: +5.6 ± 0.8 points over the seeds alone.',
      'Aiming at the wrong seeds did not help here: 1.7 ± 0.8 points below as many examples for random seeds.',
    ]);
    expect(says(of(0.003, 0.006), of(-0.004, 0.006))).toEqual([
      'Over 3 draws, adding examples made no difference shown against the seeds alone (+0.3 ± 0.6 points).',
      'Aiming at the wrong seeds did not help here: no difference shown against as many examples for random seeds (−0.4 ± 0.6 points).',
    ]);
    expect(says(of(-0.03, 0.006), of(0.02, 0.006))).toEqual([
      'Over 3 draws, adding examples did harm: 3.0 ± 0.6 points below the seeds alone.',
      'Aiming at the wrong seeds helped: +2.0 ± 0.6 points over as many examples for random seeds.',
    ]);
  });

  it('goes with how far the seeds alone move the result', () => {
    expect(spread(draws)).toContain('from 49.6% to 62.1%');
  });
});

describe('the marks of the draws', () => {
  it('stand above each other where they would touch', () => {
    expect(levels([50, 0, 5, 9, 20, 5], 10)).toEqual([0, 0, 1, 3, 0, 2]);
    expect(levels([], 10)).toEqual([]);
  });
});
