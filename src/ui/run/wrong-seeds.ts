/** The wrong seeds of one iteration: their answers, their history, and what was written from them. */
import type { CallFailed, Predicted, Replied } from '../../core/loop/events.ts';
import type { IterationState, RunState } from '../../core/loop/state.ts';
import type { Demonstration } from './demonstrations.ts';
import { demonstrationsOf } from './demonstrations.ts';
import { shownIteration } from './moment.ts';
import type { RunIndex } from './run-index.ts';
import { answerTo, decisive } from './run-index.ts';
import type { Written } from './written.ts';
import { written } from './written.ts';

export interface LabelScore {
  readonly label: string;
  readonly value: number;
  readonly isLabel: boolean;
  readonly isAnswer: boolean;
}

export interface WrongSeed {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  /** null: the answer could not be read. */
  readonly answer: string | null;
  readonly raw: string | null;
  /** The examples that stood in its prompt, in that order; null for a student that reads none. */
  readonly demonstrations: readonly Demonstration[] | null;
  /** A language model wrote the answer, so that there are no scores. */
  readonly unscored: boolean;
  /** It was not asked: it does not fit into what the model can read. */
  readonly tooLong: boolean;
  readonly scores: readonly LabelScore[];
  /** Those of the other labels, highest first. */
  readonly otherScores: readonly LabelScore[];
  /** Earlier iterations in which it was wrong, as shown. */
  readonly before: readonly number[];
  readonly first: boolean;
  readonly augmented: boolean;
  /** In every iteration so far. */
  readonly accepted: readonly Written[];
  /** Replies came in this iteration and none of them has gone through the filters. */
  readonly unfiltered: boolean;
  readonly rejected: readonly Written[];
  readonly replies: readonly Replied[];
  readonly failed: readonly CallFailed[];
  readonly exhausted: boolean;
}

/** Scores are shown of at most this many labels. */
const MOST_SCORES = 3;

/** Wrong by the configured rule; while the seeds are still being asked, those found so far. */
export function wrongIds(state: RunState, it: IterationState): readonly string[] {
  if (it.wrong) return it.wrong;
  const ids: string[] = [];
  for (const [id, { correct }] of decisive(state, it)) if (!correct) ids.push(id);
  return ids;
}

/** Changes whenever something that `wrongSeed` reads of this iteration may have changed. */
export function wrongKey(state: RunState, it: IterationState): string {
  return [
    it.iteration,
    decisive(state, it).size,
    it.augmented.size,
    it.wrong === null,
    it.candidates.length,
    it.replies.length,
    it.failed.length,
    state.acceptedTotal,
    state.exhausted.size,
  ].join();
}

export function wrongSeed(state: RunState, index: RunIndex, it: IterationState, id: string): WrongSeed {
  const example = state.examples.get(id);
  const prediction = answerTo(state, it, id);
  const here = index.of(it);
  const scores = prediction ? scoresOf(state, prediction, example?.label) : [];
  const shown = pick(scores);
  return {
    id,
    text: example?.text ?? id,
    label: example?.label ?? '',
    answer: prediction?.answer ?? null,
    raw: prediction?.raw ?? null,
    demonstrations: prediction?.shown ? demonstrationsOf(state, prediction.shown) : null,
    unscored: prediction?.by !== undefined && !prediction.scores,
    tooLong: prediction?.problem === 'too-long',
    scores: shown,
    otherScores: byValue(scores.filter((score) => !shown.includes(score))),
    before: before(state, index, it, id),
    first: state.iterations[0] === it,
    augmented: example !== undefined && 'parent' in example,
    accepted: acceptedOf(state, index, id),
    rejected: (here.candidatesOf.get(id) ?? [])
      .filter(({ reject }) => reject !== null)
      .map((judged) => written(state, index, it, judged)),
    unfiltered: here.repliesOf.has(id) && !here.candidatesOf.has(id),
    replies: [...(here.repliesOf.get(id) ?? [])],
    failed: [...(here.failedOf.get(id) ?? [])],
    exhausted: state.exhausted.has(id),
  };
}

function scoresOf(state: RunState, prediction: Predicted, label: string | undefined): LabelScore[] {
  const labels = state.start?.labels ?? [];
  return (prediction.scores ?? []).map((value, i) => ({
    label: labels[i] ?? String(i + 1),
    value,
    isLabel: labels[i] === label,
    isAnswer: labels[i] === prediction.answer,
  }));
}

/** The answer's score and the label's own, filled up with the highest of the others. */
function pick(scores: readonly LabelScore[]): LabelScore[] {
  if (scores.length <= MOST_SCORES) return [...scores];
  const named = scores.filter(({ isAnswer, isLabel }) => isAnswer || isLabel);
  const others = byValue(scores.filter((score) => !named.includes(score)));
  return byValue([...named, ...others.slice(0, MOST_SCORES - named.length)]);
}

function byValue(scores: readonly LabelScore[]): LabelScore[] {
  return [...scores].sort((a, b) => b.value - a.value);
}

function before(state: RunState, index: RunIndex, it: IterationState, id: string): number[] {
  const out: number[] = [];
  for (const earlier of state.iterations) {
    if (earlier === it) break;
    if (index.of(earlier).wasWrong(id)) out.push(shownIteration(state, earlier.iteration));
  }
  return out;
}

function acceptedOf(state: RunState, index: RunIndex, id: string): Written[] {
  return state.iterations.flatMap((it) =>
    (index.of(it).candidatesOf.get(id) ?? [])
      .filter(({ reject }) => reject === null)
      .map((judged) => written(state, index, it, judged)),
  );
}
