/** What the drawn loop shows of a state: the stages, which one is lit, and the counts on the edges. */
import type { Predicted, Stage } from '../../core/loop/events.ts';
import { STAGES } from '../../core/loop/events.ts';
import type { IterationState, RunState } from '../../core/loop/state.ts';
import { currentIteration } from '../../core/loop/state.ts';
import { wilson } from '../../core/metrics/wilson.ts';
import { runCopy } from '../copy/run.ts';
import { expectedRounds, isInSample, leavesOwnOut, shownIteration } from './moment.ts';
import { decisive } from './run-index.ts';

const words = runCopy.loop;

export interface LoopStage {
  readonly stage: Stage;
  readonly number: number;
  readonly verb: string;
  readonly now: boolean;
  /** What left this stage: the number and its unit; null until there is one. */
  readonly value: string | null;
  readonly unit: string;
}

export interface SeedMark {
  readonly id: string;
  readonly as: 'right' | 'wrong' | 'open';
}

export interface LoopFigure {
  readonly headline: string;
  readonly doing: string;
  /** A second line under it. */
  readonly more: string | null;
  readonly stages: readonly LoopStage[];
  readonly rejected: number;
  /** Test accuracy so far; null while the test set is not asked whole. */
  readonly test: string | null;
  readonly marks: readonly SeedMark[];
  /** Of whom the seeds were asked. */
  readonly caption: string;
  readonly counts: Readonly<Record<SeedMark['as'], number>>;
  /** Wrong seeds whose answer could not be read. */
  readonly unreadable: number;
}

/** More seeds than this are drawn as a bar. */
export const MOST_MARKS = 200;

export function loopFigure(state: RunState): LoopFigure {
  const it = currentIteration(state);
  const active = activeStage(state, it);
  const marks = seedMarks(state, it);
  const counts = { right: 0, wrong: 0, open: 0 };
  for (const { as } of marks) counts[as] += 1;
  return {
    headline: headline(state, it),
    doing: doing(state, it, active),
    more: it ? null : words.doing.ideaTest,
    stages: STAGES.map((stage, i) => ({
      stage,
      number: i + 1,
      verb: words.verbs[stage],
      now: stage === active,
      value: it ? edgeValue(state, it, stage) : null,
      unit: stage === 'train' ? words.units.train(it?.trainSize ?? 0) : words.units[stage],
    })),
    rejected: it ? it.candidates.length - it.acceptedCount : 0,
    test: it ? testAccuracy(state, it) : null,
    marks,
    caption: caption(state, it),
    counts,
    unreadable: it ? unreadableSeeds(state, it) : 0,
  };
}

/** How many seeds are what, those there are. */
export function seedLegend(figure: LoopFigure): { as: SeedMark['as']; count: string; text: string }[] {
  const kinds = ['right', 'wrong', 'open'] as const;
  return kinds
    .filter((as) => figure.counts[as] > 0)
    .map((as) => ({ as, count: runCopy.count(figure.counts[as]), text: legendText(figure, as) }));
}

function legendText({ unreadable }: LoopFigure, as: SeedMark['as']): string {
  const text = words.seedMarks[as];
  return as === 'wrong' && unreadable > 0 ? `${text}, ${runCopy.ofThemUnreadable(unreadable)}` : text;
}

/** The stage lit: that of the last event, or the one an iteration begins with. */
function activeStage(state: RunState, it: IterationState | undefined): Stage | null {
  if (state.status === 'finished' || !it) return null;
  return state.stage ?? 'train';
}

function headline(state: RunState, it: IterationState | undefined): string {
  if (!it || !state.start) return words.waiting;
  if (it.last) return words.finalFit;
  return words.iteration(shownIteration(state, it.iteration), expectedRounds(state.start.config));
}

function edgeValue(state: RunState, it: IterationState, stage: Stage): string | null {
  switch (stage) {
    case 'train':
      return it.fit ? runCopy.count(it.trainSize) : null;
    case 'evaluate': {
      const asked = decisive(state, it).size || it.seeds.size;
      return asked === 0 ? null : words.of(asked, state.start?.seeds.length ?? 0);
    }
    case 'wrong':
      return it.wrong ? runCopy.count(it.wrong.length) : null;
    case 'teacher': {
      const prompts = promptsOf(it);
      return prompts === 0 ? null : words.of(it.replies.length, prompts);
    }
    case 'filter':
      return it.candidates.length === 0 ? null : runCopy.count(it.acceptedCount);
    case 'grow':
      return it.added ? words.plus(it.added.length) : null;
  }
}

/** Calls made and calls under way. */
function promptsOf(it: IterationState): number {
  return it.callCount + it.wave.filter(({ parent }) => !it.outcomes.has(parent)).length;
}

function doing(state: RunState, it: IterationState | undefined, active: Stage | null): string {
  const { start } = state;
  if (!start || !it) return words.doing.idea;
  if (state.status === 'finished') return words.doing.finished(it.trainSize, state.calls);
  const sentences = words.doing;
  const size = it.trainSize;
  switch (active) {
    case null:
    case 'train':
      if (leavesOwnOut(start)) return it.fit ? sentences.chooseFrom(size) : sentences.beginUnchanged(size);
      if (!it.fit) return sentences.begin(size);
      return start.config.weights === 'continue' ? sentences.trainOn(size) : sentences.train(size);
    case 'evaluate':
      if (it.last && it.test.size >= start.test.count) return sentences.last;
      return sentences[evaluateWords(state, it)](
        decisive(state, it).size || it.seeds.size,
        start.seeds.length,
        it.test.size,
        start.test.count,
      );
    case 'wrong':
      return sentences.wrong(it.wrong?.length ?? 0);
    case 'teacher': {
      const answered = sentences.teacher(it.replies.length, promptsOf(it));
      return it.failed.length === 0 ? answered : `${answered} ${sentences.failed(it.failed.length)}`;
    }
    case 'filter':
      return sentences.filter(it.candidates.length, it.acceptedCount);
    case 'grow':
      return sentences.grow(it.added?.length ?? 0, size + (it.added?.length ?? 0));
  }
}

function testAccuracy(state: RunState, it: IterationState): string | null {
  const total = state.start?.test.count ?? 0;
  if (total === 0 || it.test.size < total) return null;
  let right = 0;
  for (const { correct } of it.test.values()) if (correct) right += 1;
  return runCopy.percent(wilson(right, total).value);
}

/** Whether the seeds are asked of the student that trained on them; the last fit may ask them so only. */
function inSample({ start }: RunState, it: IterationState): boolean {
  if (start && leavesOwnOut(start)) return false;
  return (start !== null && isInSample(start)) || (it.last && it.heldOut.size === 0);
}

function evaluateWords(
  state: RunState,
  it: IterationState,
): 'evaluate' | 'evaluateLeftOut' | 'evaluateHeldOut' {
  if (inSample(state, it)) return 'evaluate';
  return decisive(state, it) === it.seeds ? 'evaluateLeftOut' : 'evaluateHeldOut';
}

function answersShown(state: RunState, it: IterationState): ReadonlyMap<string, Predicted> {
  return it.last && it.heldOut.size === 0 ? it.seeds : decisive(state, it);
}

function unreadableSeeds(state: RunState, it: IterationState): number {
  const shown = answersShown(state, it);
  return (state.start?.seeds ?? []).filter(({ id }) => shown.get(id)?.answer === null).length;
}

function caption(state: RunState, it: IterationState | undefined): string {
  if (!it || answersShown(state, it).size === 0) return words.seedsTitle;
  if (inSample(state, it)) return words.inSample;
  return answersShown(state, it) === it.seeds ? words.ownLeftOut : words.heldOut;
}

function seedMarks(state: RunState, it: IterationState | undefined): SeedMark[] {
  const shown = it && answersShown(state, it);
  return (state.start?.seeds ?? []).map(({ id }) => {
    const answer = shown?.get(id);
    return { id, as: !answer ? 'open' : answer.correct ? 'right' : 'wrong' };
  });
}
