/** What one round of augmentation may bring or take, for arms that could go on as long as they are let. */
import type { TeacherConfig } from '../config/schema.ts';
import type { Arm } from './arms.ts';
import { needsTeacher, roundsOf } from './arms.ts';
import { callsFor } from './budget.ts';
import type { IterationState, RunState } from './state.ts';
import { configOf, startOf } from './state.ts';
import type { Tally } from './tally.ts';

/** Infinity where nothing is said of it. */
export interface Quota {
  /** Accepted examples. */
  readonly examples: number;
  /** Teacher calls, checks included. */
  readonly calls: number;
  /** Tokens of prompts and replies. */
  readonly tokens: number;
}

const UNLIMITED: Quota = { examples: Infinity, calls: Infinity, tokens: Infinity };

/**
 * The round's share of what is left of the budget: of accepted examples where these are limited, else of teacher
 * calls, else of tokens. Without a budget as many as targeting would ask for, or `perWrong` of every seed. An arm
 * that augments what is wrong has no quota: the wrong set is its measure.
 */
export function quotaOf(state: RunState, it: IterationState, arm: Arm): Quota {
  if (arm.select === 'wrong') return UNLIMITED;
  const { stops, iterations, perWrong } = configOf(state);
  const left = Math.max(1, roundsOf(arm, iterations) - it.iteration);
  const share = (limit: number, spent: number): number => Math.ceil(Math.max(0, limit - spent) / left);
  if (stops.budget !== null) {
    return { ...UNLIMITED, examples: share(stops.budget, state.acceptedTotal - it.acceptedCount) };
  }
  switch (capOf(state, arm)) {
    case 'calls':
      return { ...UNLIMITED, calls: share(stops.maxCalls ?? 0, state.calls - it.callCount) };
    case 'tokens':
      return {
        ...UNLIMITED,
        tokens: share(stops.maxTokens ?? 0, tokensOf(state.tally) - tokensOf(it.tally)),
      };
    case null: {
      const asked = arm.select === 'each' ? startOf(state).seeds.length : (it.wrong?.length ?? 0);
      return { ...UNLIMITED, examples: perWrong * asked };
    }
  }
}

/** Whether the round has had its share: no room for another call with its checks. */
export function quotaReached(state: RunState, it: IterationState, arm: Arm): boolean {
  const { examples, calls, tokens } = quotaOf(state, it, arm);
  return (
    it.acceptedCount >= examples ||
    it.callCount + callsFor(configOf(state), 1) > calls ||
    tokensOf(it.tally) >= tokens
  );
}

/**
 * The cap that is the arm's budget: where examples are not limited and calls or tokens are, an arm goes on until
 * these are spent. null: there is none. Tokens are one only as long as every reply says what it took, for else
 * nothing would ever end the round.
 */
export function capOf(state: RunState, arm: Arm): 'calls' | 'tokens' | null {
  const { stops, teacher } = configOf(state);
  if (stops.budget !== null || !needsTeacher(arm)) return null;
  if (stops.maxCalls !== null) return 'calls';
  return stops.maxTokens !== null && saysTokens(state, teacher) ? 'tokens' : null;
}

/** Whether the arm chooses by the wrong set, or takes its number from it. */
export function followsWrongSet(state: RunState, arm: Arm): boolean {
  if (arm.select === 'wrong') return true;
  return arm.select !== 'each' && configOf(state).stops.budget === null && capOf(state, arm) === null;
}

function saysTokens({ calls, tally }: RunState, teacher: TeacherConfig): boolean {
  if (!('examplesPerCall' in teacher) || tally.unknown > 0) return false;
  return calls === tally.failed || tokensOf(tally) > 0;
}

function tokensOf({ promptTokens, completionTokens }: Tally): number {
  return promptTokens + completionTokens;
}
