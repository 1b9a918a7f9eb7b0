import { describe, expect, it } from 'vitest';
import type { ArmResult } from '../../core/loop/report.ts';
import { wilson } from '../../core/metrics/wilson.ts';
import { armRows, difference, verdicts } from './comparison.ts';

const arm = (name: string, right: number, accepted = 34): ArmResult => ({
  arm: name,
  testAccuracy: wilson(right, 240),
  trainSize: 20 + accepted,
  accepted,
  teacherCalls: accepted,
});

describe('difference', () => {
  it('agrees with the worked examples of Newcombe 1998 (table II, method 10)', () => {
    const a = difference(wilson(56, 70), wilson(48, 80));
    expect([a.low, a.high].map((x) => x.toFixed(4))).toEqual(['0.0524', '0.3339']);
    const b = difference(wilson(9, 10), wilson(3, 10));
    expect([b.low, b.high].map((x) => x.toFixed(4))).toEqual(['0.1705', '0.8090']);
  });
});

describe('verdicts', () => {
  it('claim nothing where the interval includes 0', () => {
    const [sentence] = verdicts(armRows(arm('llm2llm', 167), [arm('untargeted', 165)]));
    expect(sentence).toMatch(
      /^0\.8 points above Untargeted, which could be chance \(95% interval .*\): no difference shown\.$/u,
    );
  });

  it('give a difference with its interval where it does not, in either direction', () => {
    const [more, less] = verdicts(armRows(arm('llm2llm', 167), [arm('eda', 120), arm('auggpt', 210)]));
    expect(more).toMatch(/^19\.6 points above Word rules \(EDA\) \(95% interval \+/u);
    expect(less).toMatch(/^17\.9 points below Every seed rephrased/u);
  });

  it('say so when the arms did not add as much', () => {
    const rows = armRows(arm('llm2llm', 167), [arm('untargeted', 165, 20), arm('seeds-only', 150, 0)]);
    const [untargeted, seedsOnly] = verdicts(rows);
    expect(untargeted).toContain('This run added 34, Untargeted 20.');
    expect(seedsOnly).not.toContain('This run added');
  });

  it('leave out arms of which nothing was measured', () => {
    const unmeasured = { ...arm('eda', 0), testAccuracy: wilson(0, 0) };
    expect(verdicts(armRows(arm('llm2llm', 167), [unmeasured]))).toEqual([]);
  });
});

it('this run stands once among its arms, and first', () => {
  const rows = armRows(arm('llm2llm', 167), [arm('seeds-only', 150), arm('llm2llm', 167)]);
  expect(rows.map(({ result, own }) => [result.arm, own])).toEqual([
    ['llm2llm', true],
    ['seeds-only', false],
  ]);
});
