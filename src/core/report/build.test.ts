import { describe, expect, it } from 'vitest';
import {
  doneCell,
  failedCell,
  inputOf,
  outcomesOf,
  sevenDraws,
  specOf,
} from '../../../test/support/cell-results.ts';
import { buildReport } from './build.ts';
import type { Comparison, Report } from './model.ts';

function comparisonOf(report: Report, arm: string, against: string): Comparison {
  const found = report.comparisons.find((one) => one.arm === arm && one.against === against);
  if (!found) throw new Error(`There is no comparison of ${arm} with ${against}.`);
  return found;
}

function armOf(report: Report, arm: string, group = 0) {
  const found = report.groups[group]?.arms.find((one) => one.arm === arm);
  if (!found) throw new Error(`There is no arm ${arm}.`);
  return found;
}

describe('a report over seven draws, worked out by hand', () => {
  const report = buildReport(inputOf(sevenDraws()));

  it('has the means over draws, their range and what was spent', () => {
    const targeted = armOf(report, 'llm2llm');
    // 7 + 8 + 7 + 9 + 8 + 7 + 8 = 54 of 70.
    expect(targeted.accuracy?.mean).toBeCloseTo(54 / 70, 12);
    expect(targeted.accuracy).toMatchObject({ draws: 7, least: 0.7, most: 0.9, over: 'draws' });
    expect(targeted.gain?.mean).toBeCloseTo(12 / 70, 12);
    expect(targeted.means).toEqual({ seeds: 4, accepted: 5, calls: 6, tokens: 0, steps: 40 });
    expect(targeted).toMatchObject({ done: 7, failed: 0, candidates: 42, rejected: { similar: 7 } });
    expect(targeted.fixes).toEqual({ wrongAtFirst: 21, augmented: 14, fixed: 7, regressed: 7 });
    expect(targeted.turned).toEqual({ right: 12, wrong: 0, of: 70 });
    expect(targeted.ended).toEqual({ iterations: 7 });
    expect(armOf(report, 'seeds-only').accuracy?.interval).toEqual([0.6, 0.6]);
  });

  it('tests targeted against untargeted over draws', () => {
    // Differences of 0.1 on six draws and none on one: of 128 choices of signs, 4 are as far from 0.
    const one = comparisonOf(report, 'llm2llm', 'untargeted');
    expect(one.difference?.mean).toBeCloseTo(6 / 70, 12);
    expect(one).toMatchObject({ test: 'sign-flip', p: 4 / 128, onlyArm: 6, onlyAgainst: 0 });
    expect(one.spent).toEqual({ unit: 'examples', arm: 5, against: 5, same: 'same' });
  });

  it('corrects over all comparisons', () => {
    // Raw 2/128 and 4/128: Holm gives 2 x 2/128, then no less than that.
    expect(comparisonOf(report, 'llm2llm', 'seeds-only')).toMatchObject({ p: 2 / 128, adjusted: 4 / 128 });
    expect(comparisonOf(report, 'llm2llm', 'untargeted')).toMatchObject({
      adjusted: 4 / 128,
      verdict: 'better',
    });
    expect(comparisonOf(report, 'llm2llm', 'seeds-only').spent?.same).toBe('none');
  });

  it('has the recall of each label before and after', () => {
    const [bad, good] = armOf(report, 'llm2llm').classes ?? [];
    expect(bad).toMatchObject({ label: 'bad', n: 5, before: 0.6 });
    expect(bad?.after).toBeCloseTo(29 / 35, 12);
    expect(good?.after).toBeCloseTo(25 / 35, 12);
  });

  it('has the curve, and how far the draws move the first fit', () => {
    const curve = armOf(report, 'llm2llm').curve;
    expect(curve.map(({ examples, tokens }) => [examples, tokens])).toEqual([
      [0, 0],
      [5, 0],
    ]);
    expect(curve[1]?.accuracy.mean).toBeCloseTo(54 / 70, 12);
    expect(report.spread).toMatchObject({ draws: 7, least: 0.6, most: 0.6 });
  });

  it('does not mind the order of the results', () => {
    expect(buildReport(inputOf(sevenDraws().reverse(), { spec: inputOf(sevenDraws()).spec }))).toEqual(
      report,
    );
  });
});

describe('what is tested depends on the draws', () => {
  const pairs = (draws: number) =>
    Array.from({ length: draws }, (_, at) => [
      doneCell('llm2llm', at + 1, [5, 9]),
      doneCell('untargeted', at + 1, [5, 6]),
    ]).flat();

  it('one draw: McNemar over the test examples', () => {
    const one = comparisonOf(buildReport(inputOf(pairs(1))), 'llm2llm', 'untargeted');
    // 3 disagreements, all one way: 2 / 2^3.
    expect(one).toMatchObject({ test: 'mcnemar', verdict: 'no-difference-shown' });
    expect(one.p).toBeCloseTo(0.25, 12);
    expect(one.difference).toMatchObject({ draws: 1, over: 'test' });
    const [low, high] = one.difference?.interval ?? [1, 0];
    expect(low).toBeLessThan(0.3);
    expect(high).toBeGreaterThan(0.3);
  });

  it('five draws: none, for no p could be below 0.05', () => {
    const one = comparisonOf(buildReport(inputOf(pairs(5))), 'llm2llm', 'untargeted');
    expect(one).toMatchObject({ test: null, p: null, adjusted: null, verdict: 'too-few-draws' });
  });

  it('six draws: the permutation test', () => {
    const one = comparisonOf(buildReport(inputOf(pairs(6))), 'llm2llm', 'untargeted');
    expect(one).toMatchObject({ test: 'sign-flip', p: 2 / 64, verdict: 'better' });
  });

  it('says worse where the reference is', () => {
    const spec = specOf({ arms: ['untargeted', 'llm2llm'], reference: 'untargeted' });
    const report = buildReport(inputOf(pairs(6), { spec }));
    expect(comparisonOf(report, 'untargeted', 'llm2llm').verdict).toBe('worse');
    expect(report.comparisons).toHaveLength(1);
  });

  it('averages the random seeds of a draw: they are no draws', () => {
    const seeds = [1, 2, 3, 4, 5, 6].flatMap((seed) => [
      doneCell('llm2llm', 1, [5, 4 + (seed % 3)], { place: { seed } }),
      doneCell('untargeted', 1, [5, 5], { place: { seed } }),
    ]);
    const one = comparisonOf(buildReport(inputOf(seeds)), 'llm2llm', 'untargeted');
    expect(one.byDraw).toEqual([{ draw: 1, difference: 0 }]);
    expect(one.test).toBe('mcnemar');
  });
});

describe('what a report keeps apart', () => {
  it('compares targeted with untargeted whatever the reference is', () => {
    const spec = specOf({ reference: 'seeds-only' });
    const report = buildReport(inputOf(sevenDraws(), { spec }));
    expect(report.comparisons.map(({ arm, against }) => `${arm} ${against}`)).toEqual([
      'seeds-only llm2llm',
      'seeds-only untargeted',
      'llm2llm untargeted',
    ]);
  });

  it('counts unreadable answers apart, and as not right', () => {
    const cell = doneCell('llm2llm', 1, [5, 5]);
    const outcomes = `${outcomesOf(5, 8)}??`;
    const report = buildReport(inputOf([{ ...cell, test: { ...cell.test, outcomes } }]));
    expect(armOf(report, 'llm2llm')).toMatchObject({ unparsable: { count: 2, of: 10 } });
    expect(armOf(report, 'llm2llm').accuracy?.mean).toBe(0.5);
  });

  it('says that budgets differ, draw by draw', () => {
    const results = [
      doneCell('llm2llm', 1, [5, 6], { accepted: 4 }),
      doneCell('llm2llm', 2, [5, 6], { accepted: 6 }),
      doneCell('untargeted', 1, [5, 6], { accepted: 6 }),
      doneCell('untargeted', 2, [5, 6], { accepted: 4 }),
    ];
    const { spent } = comparisonOf(buildReport(inputOf(results)), 'llm2llm', 'untargeted');
    expect(spent).toEqual({ unit: 'examples', arm: 5, against: 5, same: 'different' });
  });

  it('compares word rules by examples where the budget is in tokens', () => {
    const cells = [doneCell('llm2llm', 1, [5, 6], { tokens: 900 }), doneCell('eda', 1, [5, 6])];
    const spec = specOf({ arms: ['llm2llm', 'eda'], budget: { unit: 'tokens' } });
    const { spent } = comparisonOf(buildReport(inputOf(cells, { spec })), 'llm2llm', 'eda');
    expect(spent).toEqual({ unit: 'examples', arm: 5, against: 5, same: 'same' });
  });

  it('does not make up tokens that were not counted', () => {
    const results = [doneCell('llm2llm', 1, [5, 6], { tokens: null }), doneCell('llm2llm', 2, [5, 6])];
    expect(armOf(buildReport(inputOf(results)), 'llm2llm').means?.tokens).toBeNull();
  });

  it('groups sizes and teachers, and lists failures with their reason', () => {
    const results = [10, 20].flatMap((size) => [
      doneCell('llm2llm', 1, [5, 6], { place: { size } }),
      failedCell('auggpt', 1, { size }),
    ]);
    const spec = specOf({ arms: ['llm2llm', 'auggpt'], sizes: { values: [20, 10] }, draws: { count: 1 } });
    const report = buildReport(inputOf(results, { spec }));
    expect(report.groups.map(({ size }) => size)).toEqual([20, 10]);
    expect(report.failures).toMatchObject([
      { arm: 'auggpt', cells: 2, error: { code: 'needs-live-teacher' } },
    ]);
    expect(report.cells).toEqual({ planned: 4, done: 2, failed: 2 });
    expect(report.comparisons.map(({ verdict }) => verdict)).toEqual([
      'nothing-to-compare',
      'nothing-to-compare',
    ]);
  });

  it('compares teachers by what they wrote for the first wrong set', () => {
    const results = [0, 1].map((teacher) =>
      doneCell('one-shot', 1, [5, 6 + teacher], {
        place: { teacher },
        rejected: { similar: teacher },
        labels: { looked: 6, disputed: teacher },
      }),
    );
    const { compared } = buildReport(inputOf(results, { teachers: ['first', 'second'] }));
    expect(compared).toMatchObject([
      { title: 'first', candidates: 5, accepted: 5, labels: { looked: 6, disputed: 0 } },
      { title: 'second', candidates: 6, accepted: 5, labels: { looked: 6, disputed: 1 } },
    ]);
    expect(compared[1]?.gain?.mean).toBeCloseTo(0.2, 12);
  });

  it('lets no secret of an address into the report', () => {
    const base = {
      data: { id: 'tiny' },
      teacher: { id: 'api' as const, baseUrl: 'https://me:pass@a.example/v1?key=sesame', model: 'm' },
    };
    const spec = specOf({ base, teachers: [base.teacher] });
    const text = JSON.stringify(buildReport(inputOf([], { spec })));
    expect(text).not.toMatch(/sesame|pass@/u);
  });
});
