/**
 * What the run view looks up again and again, kept up to date as the state grows in place: each event is
 * looked at once, however long the run. A state that went back in time brings new iteration objects, so
 * nothing stale is kept.
 */
import type { CallFailed, Checked, Judged, Predicted, Replied } from '../../core/loop/events.ts';
import type { IterationRow } from '../../core/loop/report.ts';
import { accuracyOf, rowOf } from '../../core/loop/report.ts';
import type { IterationState, RunState } from '../../core/loop/state.ts';
import type { Proportion } from '../../core/metrics/wilson.ts';
import { leavesOwnOut, seedsDecide, shownIteration } from './moment.ts';

export class IterationIndex {
  readonly rejected: Judged[] = [];
  readonly byReason = new Map<string, number>();
  readonly candidateById = new Map<string, Judged>();
  readonly candidatesOf = new Map<string, Judged[]>();
  readonly repliesOf = new Map<string, Replied[]>();
  readonly failedOf = new Map<string, CallFailed[]>();
  readonly #looks = new Map<string, Checked>();
  #wrong: { readonly ids: readonly string[]; readonly set: ReadonlySet<string> } | null = null;
  #candidates = 0;
  #replies = 0;
  #failed = 0;
  #checked = 0;

  update(it: IterationState): void {
    for (; this.#candidates < it.candidates.length; this.#candidates++) {
      const judged = it.candidates[this.#candidates] as Judged;
      this.candidateById.set(judged.id, judged);
      push(this.candidatesOf, judged.parent, judged);
      if (judged.reject === null) continue;
      this.rejected.push(judged);
      this.byReason.set(judged.reject, (this.byReason.get(judged.reject) ?? 0) + 1);
    }
    for (; this.#replies < it.replies.length; this.#replies++) {
      const reply = it.replies[this.#replies] as Replied;
      push(this.repliesOf, reply.parent, reply);
    }
    for (; this.#failed < it.failed.length; this.#failed++) {
      const failed = it.failed[this.#failed] as CallFailed;
      push(this.failedOf, failed.parent, failed);
    }
    for (; this.#checked < it.checked.length; this.#checked++) {
      const look = it.checked[this.#checked] as Checked;
      this.#looks.set(placeOf(look, look.index), look);
    }
    if (it.wrong && this.#wrong?.ids !== it.wrong) this.#wrong = { ids: it.wrong, set: new Set(it.wrong) };
  }

  /** The second look at a candidate's label; undefined where none was taken. */
  lookAt(judged: Judged): Checked | undefined {
    // Candidates of a reply are judged in its order, every one of them.
    const together = (this.candidatesOf.get(judged.parent) ?? []).filter(
      ({ attempt }) => attempt === judged.attempt,
    );
    return this.#looks.get(placeOf(judged, together.indexOf(judged)));
  }

  wasWrong(id: string): boolean {
    return this.#wrong?.set.has(id) ?? false;
  }
}

/** A row as shown. The same object as long as nothing in it changed, so that only what changed is drawn anew. */
export interface ShownRow extends IterationRow {
  /** Counted from 1. */
  readonly shown: number;
  readonly last: boolean;
  /** Seeds answered rightly by fits that did not see them. */
  readonly heldOut: Proportion | null;
  /** The answers on the seeds are of prompts without the seed itself. */
  readonly ownLeftOut: boolean;
  /** Whether the filters have judged anything, or had nothing to judge. */
  readonly filtered: boolean;
  /** Those of the wrong set whose answer could not be read. */
  readonly wrongUnreadable: number;
}

export class RunIndex {
  readonly #iterations = new WeakMap<IterationState, IterationIndex>();
  readonly #rows = new WeakMap<IterationState, { readonly key: string; readonly row: ShownRow }>();

  of(it: IterationState): IterationIndex {
    let index = this.#iterations.get(it);
    if (!index) {
      index = new IterationIndex();
      this.#iterations.set(it, index);
    }
    index.update(it);
    return index;
  }

  /** The figures of an iteration, worked out anew only when one of them can have changed. */
  row(state: RunState, it: IterationState): ShownRow {
    const key = rowKey(state, it);
    const kept = this.#rows.get(it);
    if (kept?.key === key) return kept.row;
    const figures = rowOf(state, it);
    const { start } = state;
    const ownLeftOut = start !== null && leavesOwnOut(start);
    // Asked once, and each without itself: those are the held-out answers.
    const once = ownLeftOut && seedsDecide(start);
    const row = {
      ...figures,
      shown: shownIteration(state, it.iteration),
      last: it.last,
      seedAccuracy: once ? null : figures.seedAccuracy,
      heldOut: once ? figures.seedAccuracy : accuracyOf(it.heldOut, start?.seeds.length ?? 0),
      ownLeftOut,
      filtered: it.candidates.length > 0 || it.added !== null,
      wrongUnreadable: unreadableOf(state, it, it.wrong ?? []),
    };
    this.#rows.set(it, { key, row });
    return row;
  }

  rows(state: RunState): ShownRow[] {
    return state.iterations.map((it) => this.row(state, it));
  }
}

/** The answers by which seeds count as wrong. */
export function decisive(state: RunState, it: IterationState): ReadonlyMap<string, Predicted> {
  return state.start && seedsDecide(state.start) ? it.seeds : it.heldOut;
}

/** The answer by which an example of the wrong set is in it; undefined where it was not asked. */
export function answerTo(state: RunState, it: IterationState, id: string): Predicted | undefined {
  return decisive(state, it).get(id) ?? it.augmented.get(id) ?? it.seeds.get(id);
}

/** How many of these wrong examples have an answer that could not be read. */
export function unreadableOf(state: RunState, it: IterationState, ids: readonly string[]): number {
  return ids.filter((id) => answerTo(state, it, id)?.answer === null).length;
}

/** Sizes are rounded down to fiftieths while a set is being asked: rows count unreadable answers. */
function rowKey(state: RunState, it: IterationState): string {
  const seeds = state.start?.seeds.length ?? 0;
  const test = state.start?.test.count ?? 0;
  return [
    coarse(it.seeds.size, seeds),
    coarse(it.heldOut.size, seeds),
    coarse(it.test.size, test),
    coarse(it.augmented.size, it.trainSize - seeds),
    it.wrong?.length ?? '',
    it.candidates.length,
    it.added?.length ?? '',
    it.callCount,
  ].join();
}

function placeOf({ parent, attempt }: Pick<Checked, 'parent' | 'attempt'>, index: number): string {
  return JSON.stringify([parent, attempt, index]);
}

function coarse(size: number, total: number): number {
  return size >= total ? size : Math.floor((size * 50) / total);
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
