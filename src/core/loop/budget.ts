/**
 * What teacher calls cost: the totals of a run and of each iteration, and the caps that end it. Counted is what the
 * log holds: a call that was under way when the tab died, and tries an API teacher repeats within one call, may
 * have been charged for and stand in no reply.
 */
import type { RunConfig, TeacherConfig } from '../config/schema.ts';
import { LabError } from '../errors.ts';
import type { StopReason } from './events.ts';
import type { RunState } from './state.ts';
import { configOf } from './state.ts';
import type { Tally } from './tally.ts';
import { newTally, tallyReply } from './tally.ts';

/** Money a million tokens cost, in the person's currency. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

export interface Usage {
  /** Replies, checks by the teacher, and failures of both. */
  readonly calls: number;
  readonly failed: number;
  /** As the provider counted them, where it did. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Replies whose tokens are not known, or only in part. */
  readonly unknown: number;
  /** Whether tokens and money are totals. Else they are "at least": of some calls nobody knows what they took. */
  readonly exact: boolean;
  /** null: no prices were given, or no reply said what it took. */
  readonly cost: number | null;
}

export interface RunUsage extends Usage {
  readonly iterations: readonly (Usage & { readonly iteration: number })[];
}

/** The totals of a started run. */
export function usageOf(state: RunState): RunUsage {
  const prices = pricesOf(configOf(state).teacher);
  const iterations = state.iterations.map(({ iteration, callCount, tally }) => ({
    iteration,
    ...usage(callCount, tally, prices),
  }));
  return { ...usage(state.calls, state.tally, prices), iterations };
}

function usage(calls: number, tally: Tally, prices: Prices | null): Usage {
  const { failed, promptTokens, completionTokens, unknown } = tally;
  const nothingSaid = unknown > 0 && promptTokens + completionTokens === 0;
  return {
    calls,
    failed,
    promptTokens,
    completionTokens,
    unknown,
    exact: unknown === 0 && failed === 0,
    cost: nothingSaid ? null : costOf(promptTokens, completionTokens, prices),
  };
}

/**
 * Tokens that the student's answers took, as far as they say. null where none does: a student whose answers are not
 * written, or a server that counts nothing.
 */
export function studentTokensOf({
  iterations,
}: RunState): Pick<Tally, 'promptTokens' | 'completionTokens'> | null {
  const said = iterations
    .flatMap(({ seeds, test, augmented, heldOut }) => [seeds, test, augmented, heldOut])
    .flatMap((answers) => [...answers.values()].flatMap(({ usage }) => usage ?? []));
  if (said.length === 0) return null;
  const { promptTokens, completionTokens } = said.reduce((tally, one) => {
    tallyReply(tally, one);
    return tally;
  }, newTally());
  return { promptTokens, completionTokens };
}

/** Both prices of a teacher; null where one is missing: half a price says nothing about a bill. */
export function pricesOf(teacher: TeacherConfig): Prices | null {
  if (teacher.id !== 'api' || teacher.priceInput === null || teacher.priceOutput === null) return null;
  return { input: teacher.priceInput, output: teacher.priceOutput };
}

/** Money for so many tokens; null without prices. */
export function costOf(promptTokens: number, completionTokens: number, prices: Prices | null): number | null {
  return prices && (promptTokens * prices.input + completionTokens * prices.output) / 1e6;
}

/** How many teacher calls one for `count` examples comes to at most: their labels may be checked by calls, too. */
export function callsFor({ filters }: RunConfig, count: number): number {
  return filters.labelCheck === 'teacher' ? 1 + count : 1;
}

/** Whether a cap counts what is only known when the reply is there. */
export function isMetered({ stops }: RunConfig): boolean {
  return stops.maxTokens !== null || stops.maxCost !== null;
}

/**
 * The cap that leaves no room for another call with its checks; null while there is room. `maxCalls` is never
 * exceeded. Tokens and money are known when a reply is there: a group of calls under way, with their checks,
 * can go over those caps by its own size, and what no reply says is not counted.
 */
export function capReached(state: RunState): StopReason | null {
  const config = configOf(state);
  const { maxCalls, maxTokens, maxCost } = config.stops;
  const { promptTokens, completionTokens } = state.tally;
  if (maxCalls !== null && state.calls + callsFor(config, 1) > maxCalls) return 'max-calls';
  if (maxTokens !== null && promptTokens + completionTokens >= maxTokens) return 'max-tokens';
  const cost = costOf(promptTokens, completionTokens, pricesOf(config.teacher));
  return maxCost !== null && cost !== null && cost >= maxCost ? 'max-cost' : null;
}

/** Throws LabError `no-prices` or `no-token-count` for a cap that this teacher could never reach. */
export function requireCaps({ stops, teacher }: RunConfig): void {
  if (stops.maxCost !== null && teacher.id === 'api' && pricesOf(teacher) === null) {
    throw new LabError(
      'no-prices',
      'The run is to stop at a sum of money, but not both prices of the API are given.',
      'Give what a million tokens cost, of prompts and of replies, or take the sum away.',
    );
  }
  if (stops.maxTokens !== null && teacher.id === 'built-in') {
    throw new LabError(
      'no-token-count',
      "The run is to stop at a number of tokens, but the browser's built-in model counts none.",
      'Give a number of teacher calls instead.',
    );
  }
}
