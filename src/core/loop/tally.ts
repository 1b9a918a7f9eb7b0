/** Counting what teacher calls took, as far as it was said. */
import type { TokenUsage } from '../teachers/port.ts';

export interface Tally {
  /** Calls that brought nothing. Whether they took tokens nobody knows. */
  failed: number;
  /** Tokens, as the provider counted them. */
  promptTokens: number;
  completionTokens: number;
  /** Replies to prompts of which one of the two is not known. */
  unknown: number;
}

export function newTally(): Tally {
  return { failed: 0, promptTokens: 0, completionTokens: 0, unknown: 0 };
}

/** What the replies of a teacher that reads no prompts take. */
export const NO_TOKENS: TokenUsage = { prompt: 0, completion: 0 };

/** Adds a reply. @param usage null: not said */
export function tallyReply(tally: Tally, usage: TokenUsage | null): void {
  const { prompt = null, completion = null } = usage ?? {};
  tally.promptTokens += prompt ?? 0;
  tally.completionTokens += completion ?? 0;
  if (prompt === null || completion === null) tally.unknown += 1;
}
