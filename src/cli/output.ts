/** The result of a run as the command line gives it: JSON for programs, a table for people. */
import type { RunConfig } from '../core/config/schema.ts';
import type { Usage } from '../core/loop/budget.ts';
import { studentTokensOf, usageOf } from '../core/loop/budget.ts';
import type { IterationRow } from '../core/loop/report.ts';
import { iterationRows, resultOf } from '../core/loop/report.ts';
import type { RunState } from '../core/loop/state.ts';
import { configOf } from '../core/loop/state.ts';
import type { Proportion } from '../core/metrics/wilson.ts';

export interface LoopOutput {
  readonly config: RunConfig;
  readonly iterations: readonly {
    readonly iteration: number;
    readonly trainSize: number;
    /** In-sample, as a fraction. */
    readonly seedAccuracy: number | null;
    readonly testAccuracy: number | null;
    readonly augmentedAccuracy?: number | null;
    /** Size of the wrong set by the configured rule. */
    readonly wrong: number | null;
    readonly candidates: number;
    readonly accepted: number;
    readonly rejected: Readonly<Record<string, number>>;
    readonly teacherCalls: number;
    /** Answers that could not be read. */
    readonly unparsable: number;
  }[];
  readonly final: {
    readonly testAccuracy: number;
    readonly n: number;
    /** 95 % Wilson. */
    readonly interval: readonly [number, number];
    readonly trainSize: number;
    readonly accepted: number;
    readonly teacherCalls: number;
    readonly reason: string;
    /** Of all teacher calls. */
    readonly usage: Usage;
    /** Of all answers of a student that says what they took; absent for others. */
    readonly studentTokens?: { readonly promptTokens: number; readonly completionTokens: number };
  };
}

/** The result of a finished run. Throws when it has not finished: a caller's mistake. */
export function outputOf(state: RunState): LoopOutput {
  const result = resultOf(state);
  if (!result) throw new Error('The run has not finished.');
  const { testAccuracy, trainSize, accepted, teacherCalls, reason } = result;
  const config = configOf(state);
  const { iterations: _each, ...usage } = usageOf(state);
  const student = studentTokensOf(state);
  return {
    config,
    iterations: iterationRows(state).map((row) => ({
      ...row,
      seedAccuracy: row.seedAccuracy?.value ?? null,
      testAccuracy: row.testAccuracy?.value ?? null,
      augmentedAccuracy: row.augmentedAccuracy?.value ?? null,
    })),
    final: {
      testAccuracy: testAccuracy.value,
      n: testAccuracy.n,
      interval: testAccuracy.interval,
      trainSize,
      accepted,
      teacherCalls,
      reason,
      usage,
      ...(student ? { studentTokens: student } : {}),
    },
  };
}

const HEAD = [
  'iteration',
  'train',
  'seeds %',
  'test %',
  'wrong',
  'candidates',
  'accepted',
  'rejected',
  'calls',
];

/** The iterations and the final result as aligned text. */
export function tableOf(state: RunState): string {
  const rows = iterationRows(state).map(cells);
  const widths = HEAD.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padStart(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const result = resultOf(state);
  const end = result
    ? [
        '',
        `final: test ${percent(result.testAccuracy)} % ` +
          `(95 % interval ${interval(result.testAccuracy)}, n = ${result.testAccuracy.n}), ` +
          `trained on ${result.trainSize} examples, ended: ${result.reason}`,
      ]
    : [];
  return [line(HEAD), ...rows.map(line), ...end].join('\n');
}

function cells(row: IterationRow): string[] {
  const reasons = Object.entries(row.rejected).map(([reason, count]) => `${reason} ${count}`);
  return [
    row.iteration,
    row.trainSize,
    percent(row.seedAccuracy),
    percent(row.testAccuracy),
    row.wrong ?? '-',
    row.candidates,
    row.accepted,
    reasons.length > 0 ? reasons.join(', ') : '0',
    row.teacherCalls,
  ].map(String);
}

function percent(proportion: Proportion | null): string {
  return proportion ? (100 * proportion.value).toFixed(1) : '-';
}

function interval({ interval: [low, high] }: Proportion): string {
  return `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
}
