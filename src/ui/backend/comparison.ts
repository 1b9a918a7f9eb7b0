/** Before and after: the same examples asked of two models, and what their answers say together. */
import type { RunConfig } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import type { Example } from '../../core/example.ts';
import { mcnemar } from '../../core/metrics/mcnemar.ts';
import type { Proportion } from '../../core/metrics/wilson.ts';
import { wilson } from '../../core/metrics/wilson.ts';
import { randomStream } from '../../core/random.ts';
import type { StudentAnswer } from '../../core/students/port.ts';
import type { Task } from '../../core/tasks/port.ts';

export type Verdict = 'right' | 'wrong' | 'unreadable';

/** An answer as a table shows it. */
export interface Judged {
  readonly text: string | null;
  readonly verdict: Verdict;
}

export interface ComparedRow {
  readonly example: Example;
  /** The right answer. */
  readonly right: string;
  /** Null: not asked yet. */
  readonly before: Judged | null;
  readonly after: Judged | null;
}

export interface Figures {
  readonly before: Proportion;
  readonly after: Proportion;
  /** Examples that only the tuned model, or only the base model, got right. */
  readonly mended: number;
  readonly broken: number;
  /** McNemar's exact test, two-sided. */
  readonly p: number;
}

/** What is compared on a set: the run's own settings on the run's own set, else the set's own task with its own prompt. */
export function configOn({ id, task }: Dataset, trained: RunConfig | null): RunConfig {
  if (trained?.data.id === id) return trained;
  return parseConfig({ data: { id }, ...(task === undefined ? {} : { task }) });
}

/** So many test examples, drawn once for all: a larger sample begins with a smaller one. */
export function sampleOf({ test }: Dataset, size: number): Example[] {
  return randomStream(1, 'before-and-after').shuffle(test).slice(0, size);
}

export function rowOf(
  task: Task,
  example: Example,
  before: StudentAnswer | undefined,
  after: StudentAnswer | undefined,
): ComparedRow {
  const judge = (answer: StudentAnswer | undefined): Judged | null => {
    if (!answer) return null;
    const text = answer.answer;
    if (text === null) return { text, verdict: 'unreadable' };
    return { text, verdict: task.isRight(text, example.label) ? 'right' : 'wrong' };
  };
  return { example, right: task.answerOf(example.label), before: judge(before), after: judge(after) };
}

/** Of the examples that both were asked. */
export function figuresOf(rows: readonly ComparedRow[]): Figures {
  const both = rows.flatMap(({ before, after }) =>
    before && after ? [[before.verdict === 'right', after.verdict === 'right'] as const] : [],
  );
  const count = (test: (before: boolean, after: boolean) => boolean): number =>
    both.filter(([before, after]) => test(before, after)).length;
  const mended = count((before, after) => !before && after);
  const broken = count((before, after) => before && !after);
  return {
    before: wilson(
      count((before) => before),
      both.length,
    ),
    after: wilson(
      count((_, after) => after),
      both.length,
    ),
    mended,
    broken,
    p: mcnemar(mended, broken),
  };
}
