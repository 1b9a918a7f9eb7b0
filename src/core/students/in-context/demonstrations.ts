/** Chooses the training examples that stand in a question's prompt. */
import type { DemonstrationRule } from '../../config/schema.ts';
import type { Encoder } from '../../encoders/port.ts';
import type { Example } from '../../example.ts';
import type { Question } from '../port.ts';
import type { DemonstrationPool } from './artifact.ts';
import { bm25Ranking } from './bm25.ts';
import { cosineRanking } from './cosine.ts';
import type { Ranking } from './ranking.ts';
import { sameness } from '../../words.ts';

/** The demonstrations for a question, in prompt order: the farthest first, the nearest next to the question. */
export type Choose = (question: Question, signal: AbortSignal) => Promise<readonly Example[]>;

/**
 * Makes the chooser of a pool's rule. No question is shown its own example nor one with its words (`sameness`).
 * `random` shows everybody the first of the pool's order, so that prompts share their beginning; the others
 * show the nearest.
 * @param shown demonstrations in a prompt, at most
 * @param encoder called for by the rule `encoder` alone
 */
export function demonstrationChooser(
  { rule, pool }: DemonstrationPool,
  shown: number,
  encoder: () => Promise<Encoder>,
): Choose {
  if (shown === 0 || pool.length === 0) return () => Promise.resolve([]);
  const keys = pool.map(({ text }) => sameness(text));
  const rank = rankingOf(
    rule,
    pool.map(({ text }) => text),
    encoder,
  );
  return async (question, signal) => {
    const own = sameness(question.text);
    const chosen = (await rank(question.text, signal))
      .filter((i) => keys[i] !== own && pool[i]?.id !== question.id)
      .slice(0, shown)
      .flatMap((i) => pool[i] ?? []);
    return rule === 'random' ? chosen : chosen.reverse();
  };
}

function rankingOf(
  rule: DemonstrationRule,
  texts: readonly string[],
  encoder: () => Promise<Encoder>,
): Ranking {
  switch (rule) {
    case 'none':
      return () => Promise.resolve([]);
    case 'random': {
      const order = texts.map((_, i) => i);
      return () => Promise.resolve(order);
    }
    case 'bm25':
      return bm25Ranking(texts);
    case 'encoder':
      return cosineRanking(texts, encoder);
  }
}
