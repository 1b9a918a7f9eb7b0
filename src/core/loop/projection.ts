/** What an iteration may cost at most, said before it is paid for. */
import type { RunConfig } from '../config/schema.ts';
import type { Task } from '../tasks/port.ts';
import type { Arm } from './arms.ts';
import { costOf, pricesOf } from './budget.ts';
import type { IterationDemand } from './demand.ts';
import { demandOf } from './demand.ts';
import { measured } from './measured.ts';
import { checkBytes, lengthOf, promptsOf } from './prompt-size.ts';
import type { RunState } from './state.ts';
import { configOf } from './state.ts';

export interface ProjectionInfo {
  readonly arm: Arm;
  readonly task: Task;
  /** Seconds of waiting a call came to on average, as the caller measured them: the core has no clock. */
  readonly secondsPerCall?: number;
}

/** Two figures for the same number of calls. null: not known. */
export interface Amount {
  /** It cannot be more, as far as the teacher keeps to its token limit. */
  readonly most: number | null;
  /** At what the replies of this run took so far. */
  readonly estimate: number | null;
}

export interface Projection {
  readonly iteration: number;
  /** false: the seeds are not all asked yet, and each is taken for wrong. */
  readonly wrongKnown: boolean;
  /** Calls that are still to come, checks included: never more. */
  readonly calls: number;
  /** Of these, second looks at labels. */
  readonly checks: number;
  readonly promptTokens: Amount;
  readonly completionTokens: Amount;
  readonly cost: Amount;
  /** For that many calls; null where the caller measured nothing. */
  readonly seconds: number | null;
}

/**
 * What is still to come of the iteration under way, or the next where nothing is: the most it may cost. A token
 * is at least one byte of UTF-8, which is true of byte-pair vocabularies; retries within one call are not counted.
 * Throws when the run has not started: a caller's mistake.
 */
export function projectIteration(state: RunState, info: ProjectionInfo): Projection {
  const config = configOf(state);
  const demand = demandOf(state, info.arm);
  const requests = sum(demand.demands.map(({ calls }) => calls));
  const checks = config.filters.labelCheck === 'teacher' ? checksOf(demand) : 0;
  const left = Math.max(0, (config.stops.maxCalls ?? Infinity) - state.calls);
  const calls = Math.min(requests + checks, left);
  const prices = pricesOf(config.teacher);
  const tokens = tokensOf(state, config, info, demand, { requests, checks, calls });
  const cost = (of: 'most' | 'estimate'): number | null => {
    const [prompt, completion] = [tokens.prompt[of], tokens.completion[of]];
    return prompt === null || completion === null ? null : costOf(prompt, completion, prices);
  };
  return {
    iteration: demand.it.iteration,
    wrongKnown: demand.wrongKnown,
    calls,
    checks: Math.min(checks, calls),
    promptTokens: tokens.prompt,
    completionTokens: tokens.completion,
    cost: { most: cost('most'), estimate: cost('estimate') },
    seconds: info.secondsPerCall === undefined ? null : calls * info.secondsPerCall,
  };
}

function checksOf({ demands, unjudged }: IterationDemand): number {
  return unjudged + sum(demands.map(({ calls, count }) => calls * count));
}

function tokensOf(
  state: RunState,
  config: RunConfig,
  { task, arm }: ProjectionInfo,
  demand: IterationDemand,
  { requests, checks, calls }: { readonly requests: number; readonly checks: number; readonly calls: number },
): { readonly prompt: Amount; readonly completion: Amount } {
  const { teacher } = config;
  if (!('examplesPerCall' in teacher)) {
    return { prompt: { most: 0, estimate: 0 }, completion: { most: 0, estimate: 0 } };
  }
  const prompts = demand.demands.map((one) => ({ one, ...promptsOf(state, config, task, arm, demand, one) }));
  const check = task.checkPrompt('');
  const checkMost = checkBytes(config, task);
  const dearest = Math.max(0, ...prompts.map(({ bytes }) => bytes), checks > 0 ? checkMost : 0);
  const most = sum(prompts.map(({ one, bytes }) => one.calls * bytes)) + checks * checkMost;
  // A student's free-form answer, which the prompt may show, has no length that is known beforehand.
  const shown = arm.ask === 'similar' && teacher.showWrongAnswer;
  const unknown = !demand.wrongKnown && shown && task.freeForm !== undefined;
  const seen = measured(state);
  const characters = sum(prompts.map((prompt) => prompt.one.calls * prompt.characters));
  const checkCharacters = checks * (lengthOf(check) + seen.candidateCharacters);
  const share = calls === 0 ? 0 : calls / (requests + checks);
  const scaled = (amount: number | null): number | null => amount && amount * share;
  return {
    prompt: {
      most: unknown ? null : Math.min(most, calls * dearest),
      estimate: scaled(seen.promptTokens(characters + checkCharacters)),
    },
    completion: {
      most: 'maxTokens' in teacher ? calls * teacher.maxTokens : null,
      estimate: scaled(seen.completionTokens(requests, checks)),
    },
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
