/** What the teacher takes, as rows of a table: so far, left of the caps, and still to come. */
import type { RunConfig } from '../../core/config/schema.ts';
import type { Usage } from '../../core/loop/budget.ts';
import { pricesOf } from '../../core/loop/budget.ts';
import type { Amount, Projection } from '../../core/loop/projection.ts';
import { budgetCopy as words } from '../copy/run-models.ts';

export interface BudgetRow {
  readonly name: keyof typeof words.rows;
  readonly soFar: string;
  /** null: there is no cap. */
  readonly left: string | null;
  readonly most: string;
  readonly about: string;
}

/** @param next null: nothing is to come */
export function budgetRows(config: RunConfig, usage: Usage, next: Projection | null): BudgetRow[] {
  const { stops, teacher } = config;
  const { calls, failed, promptTokens, completionTokens, exact, cost } = usage;
  const silent = usage.unknown > 0 && promptTokens + completionTokens === 0;
  const tokens = (value: number): string => (silent ? words.notReported : words.amount(value, exact));
  const together = promptTokens + completionTokens;
  const rows: BudgetRow[] = [
    {
      name: 'calls',
      soFar: words.calls(calls, failed),
      left: leftOf(stops.maxCalls, calls, words.round),
      most: next ? words.round(next.calls) : words.none,
      about: words.none,
    },
    { name: 'prompt', soFar: tokens(promptTokens), left: null, ...shown(next?.promptTokens, words.round) },
    {
      name: 'reply',
      soFar: tokens(completionTokens),
      left: null,
      ...shown(next?.completionTokens, words.round),
    },
  ];
  if (stops.maxTokens !== null) {
    const left = leftOf(stops.maxTokens, together, words.round);
    rows.push({ name: 'together', soFar: tokens(together), left, most: words.none, about: words.none });
  }
  if (pricesOf(teacher)) {
    const soFar = cost === null ? words.notReported : words.money(cost, exact);
    const left = leftOf(stops.maxCost, cost ?? 0, words.cost);
    rows.push({ name: 'money', soFar, left, ...shown(next?.cost, words.cost) });
  }
  if (next && next.seconds !== null) {
    const about = words.duration(next.seconds);
    rows.push({ name: 'time', soFar: words.none, left: null, most: words.none, about });
  }
  return rows;
}

/** Whether a run's teacher takes anything worth counting: tokens, or calls that are capped. */
export function isCounted({ teacher, stops }: RunConfig): boolean {
  return 'examplesPerCall' in teacher || stops.maxCalls !== null;
}

function leftOf(cap: number | null, used: number, format: (value: number) => string): string | null {
  return cap === null ? null : words.leftOf(format(Math.max(0, cap - used)), format(cap));
}

function shown(
  amount: Amount | undefined,
  format: (value: number) => string,
): Pick<BudgetRow, 'most' | 'about'> {
  const of = (value: number | null | undefined): string => (value == null ? words.none : format(value));
  return { most: of(amount?.most), about: of(amount?.estimate) };
}
