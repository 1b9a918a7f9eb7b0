/** The words of a report, but for its glossary. Plain sentences; figures come from figures.ts. */
import { SIZE_UNITS } from '../experiment/spec.ts';
import type { BudgetUnit, ExperimentSpec } from '../experiment/spec.ts';
import type { StopReason } from '../loop/events.ts';
import { amount, counted, pValue } from './figures.ts';
import type { Report, Verdict } from './model.ts';

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  better: 'better',
  worse: 'worse',
  'no-difference-shown': 'no difference shown',
  'too-few-draws': 'too few draws to test',
  'nothing-to-compare': 'nothing to compare',
};

export const ENDED: Readonly<Record<StopReason, string>> = {
  iterations: 'all rounds made',
  'no-wrong': 'no seed was wrong any more',
  'seed-accuracy': 'enough seeds right',
  budget: 'budget of examples used',
  'max-calls': 'calls used up',
  'max-tokens': 'tokens used up',
  'max-cost': 'money used up',
  patience: 'no smaller wrong set for a while',
  'replies-used-up': 'recorded replies used up',
  'pool-used-up': 'pool used up',
};

export const UNITS: Readonly<Record<BudgetUnit, string>> = {
  examples: 'examples',
  calls: 'teacher calls',
  tokens: 'teacher tokens',
};

export const HEADINGS = {
  compared: 'What was compared',
  arms: 'The arms',
  comparisons: 'Are the differences real?',
  curves: 'Learning curves',
  classes: 'By label',
  fixes: 'What was mended, and what was lost',
  labels: 'Label errors of the teacher',
  teachers: 'Teachers, on the same wrong seeds',
  cost: 'What it cost',
  failures: 'What could not run',
  armTable: 'What each arm is',
  cautions: 'Read with care',
  glossary: 'What each number means',
  reproduce: 'Make it again',
} as const;

/** Cautions that hold for every report of this kind. */
export const CAUTIONS = {
  oneDraw:
    'One draw proves nothing about the method: another choice of seeds can turn the result round. Run more draws; from six on, the differences can be tested over draws.',
  fewDraws:
    'With fewer than six draws no test over draws can reach p = 0.05, so none is made. With fewer than five, no interval is given either.',
  outOfReach: (draws: number, least: number, comparisons: number) =>
    `With ${draws} draws no p-value can be below ${pValue(least)}, and Holm's correction for ${comparisons} comparisons keeps the smallest at ${pValue(least * comparisons)} or more: however clear a difference is, it cannot be shown. Run more draws, or compare fewer arms.`,
  convergence:
    'Fits ran to convergence, so neither the number of optimiser steps nor the weights they start from matter here: continuing weights changes nothing. Where fits take a fixed number of epochs, more examples also mean more steps; compare with "Seeds repeated" there.',
  steps:
    'Fits took a fixed number of epochs: more examples also mean more optimiser steps. Compare with "Seeds repeated", which takes as many steps without new examples.',
  oneTest:
    'All arms are measured on the same test examples. What is shown holds for data like these; another test set may say otherwise.',
} as const;

export const SAID = {
  oneFit: 'one fit, by design',
  carried: 'A run that ended early stays at its last fit, so that every point is of the same draws.',
  unchecked: 'not checked',
  notCounted: 'not counted',
  notLooked: 'not looked again',
  fullFigures: 'The figures',
} as const;

/** The size of the seed set in words: "10 seeds a class". */
export function sizeWords({ base, sizes }: ExperimentSpec, size: number | null): string {
  const { perClass, count, percent } = base.data;
  const own = [perClass, count, percent].findIndex((one) => one !== null);
  const unit = size === null ? SIZE_UNITS[own] : sizes.unit;
  const value = size ?? perClass ?? count ?? percent;
  if (value === null) return 'the whole pool as seeds';
  switch (unit) {
    case 'per-class':
      return `${counted(value, 'seed')} a class`;
    case 'percent':
      return `${value}\u00a0% of the pool as seeds`;
    default:
      return counted(value, 'seed');
  }
}

/** The budget in words. */
export function budgetWords({ spec: { budget, arms }, origin }: Pick<Report, 'spec' | 'origin'>): string {
  if (origin === 'runs') return 'as each run was configured';
  const unit = UNITS[budget.unit];
  if (budget.amount !== null) return `at most ${amount(budget.amount)} ${unit} a run, the same for every arm`;
  return arms.includes('llm2llm')
    ? `as many ${unit} as LLM2LLM used on the same draw`
    : 'as each run was configured';
}
