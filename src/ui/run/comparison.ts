/** What may honestly be said of a run beside its control arms. */
import type { ArmResult } from '../../core/loop/report.ts';
import type { Proportion } from '../../core/metrics/wilson.ts';
import { runCopy } from '../copy/run.ts';

export interface Difference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Whether the interval leaves 0 out. */
  readonly shown: boolean;
}

/**
 * Difference of two shares with its 95 % interval (Newcombe 1998, Stat. Med. 17:873, method 10, from the
 * Wilson intervals). The arms are asked the same test examples, so treating them as independent makes the
 * interval too wide rather than too narrow.
 */
export function difference(a: Proportion, b: Proportion): Difference {
  const value = a.value - b.value;
  const low = value - Math.hypot(a.value - a.interval[0], b.interval[1] - b.value);
  const high = value + Math.hypot(a.interval[1] - a.value, b.value - b.interval[0]);
  return { value, low, high, shown: low > 0 || high < 0 };
}

export interface ArmRow {
  readonly result: ArmResult;
  readonly name: string;
  readonly own: boolean;
}

/** This run first, then the arms it is compared with. */
export function armRows(own: ArmResult, arms: readonly ArmResult[]): ArmRow[] {
  return [own, ...arms.filter(({ arm }) => arm !== own.arm)].map((result, i) => ({
    result,
    name: runCopy.result.armName(result.arm),
    own: i === 0,
  }));
}

/** One sentence for each control arm, claiming no more than its interval allows. */
export function verdicts(rows: readonly ArmRow[]): string[] {
  const own = rows.find((row) => row.own);
  if (!own || own.result.testAccuracy.n === 0) return [];
  return rows
    .filter((row) => !row.own && row.result.testAccuracy.n > 0)
    .map(({ name, result }) => {
      const { value, low, high, shown } = difference(own.result.testAccuracy, result.testAccuracy);
      const words = shown ? runCopy.result.more : runCopy.result.noDifference;
      const sentence = words(name, value, low, high);
      // Of arms that add nothing the other budget is the point, not a caveat.
      if (result.accepted === 0 || result.accepted === own.result.accepted) return sentence;
      return `${sentence} ${runCopy.result.otherBudget(name, own.result.accepted, result.accepted)}`;
    });
}
