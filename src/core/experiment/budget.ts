/** The budget of a cell: a number of examples, calls or tokens that its run stops at. */
import type { RunConfig } from '../config/schema.ts';
import type { CellDone } from './cell.ts';
import type { BudgetUnit } from './spec.ts';

/**
 * The configuration of a run that may spend `amount` in this unit, whatever number of examples it was to stop at. Caps
 * that a person set on calls, tokens and money stay where they are lower.
 * @param keepsStops whether it also stops where it did before; a control arm stops for nothing but what it spent
 */
export function capped(config: RunConfig, unit: BudgetUnit, amount: number, keepsStops: boolean): RunConfig {
  const own = keepsStops ? config.stops : { ...config.stops, seedAccuracy: null, patience: null };
  const stops = { ...own, budget: unit === 'examples' ? amount : null };
  if (unit === 'calls') stops.maxCalls = Math.min(amount, stops.maxCalls ?? amount);
  if (unit === 'tokens') stops.maxTokens = Math.min(amount, stops.maxTokens ?? amount);
  return { ...config, stops };
}

/** What a finished run spent in this unit; null where a reply did not say. */
export function spentOf(result: CellDone, unit: BudgetUnit): number | null {
  return { examples: result.accepted, calls: result.calls, tokens: result.tokens }[unit];
}
