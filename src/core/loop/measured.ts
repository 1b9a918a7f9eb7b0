/** What the replies of a run took so far: the basis of estimates. */
import type { Checked, Replied } from './events.ts';
import type { RunState } from './state.ts';

export interface Measured {
  /** Tokens of prompts of so many characters, at the tokens a character measured; null where none was. */
  promptTokens(characters: number): number | null;
  /** Tokens of so many replies and checks, at their means; null where one of them is wanted and was not measured. */
  completionTokens(replies: number, checks: number): number | null;
  /** Mean length of a candidate; 0 without any. */
  readonly candidateCharacters: number;
}

export function measured(state: RunState): Measured {
  const all = <T>(of: (it: RunState['iterations'][number]) => readonly T[]): T[] =>
    state.iterations.flatMap(of);
  const replies = all(({ replies }) => replies);
  const prompts = replies.flatMap(({ messages, usage }) => {
    const tokens = usage?.prompt ?? null;
    return messages && tokens !== null
      ? [{ tokens, characters: total(messages.map((m) => m.content.length)) }]
      : [];
  });
  const characters = total(prompts.map((prompt) => prompt.characters));
  const tokens = total(prompts.map((prompt) => prompt.tokens));
  const reply = meanCompletion(replies);
  const check = meanCompletion(all(({ checked }) => checked).filter(({ by }) => by === 'teacher'));
  const texts = all(({ candidates }) => candidates).map(({ text }) => text.length);
  const of = (count: number, mean: number | null): number | null => (count === 0 ? 0 : mean && count * mean);
  return {
    promptTokens: (wanted) => (characters === 0 ? null : (wanted * tokens) / characters),
    completionTokens: (wanted, checks) => {
      const [some, more] = [of(wanted, reply), of(checks, check)];
      return some === null || more === null ? null : some + more;
    },
    candidateCharacters: texts.length === 0 ? 0 : total(texts) / texts.length,
  };
}

function meanCompletion(events: readonly (Replied | Checked)[]): number | null {
  const counts = events.flatMap(({ usage }) => usage?.completion ?? []);
  return counts.length === 0 ? null : total(counts) / counts.length;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
