/** The filter's stage: reads a reply and judges every candidate in it. Nothing is dropped without an event. */
import type { Filter } from '../filters/port.ts';
import { judge } from '../filters/verdict.ts';
import type { Task } from '../tasks/port.ts';
import type { LooksOf } from './looks.ts';
import { looksFor, opinionFilter } from './looks.ts';
import type { Judged, LoopEvent, Replied } from './events.ts';
import type { ReplyReader } from './read-reply.ts';
import { replyReader } from './read-reply.ts';
import type { RunParts } from './runner.ts';
import type { RunState } from './state.ts';
import { configOf, currentIteration } from './state.ts';

export class FilterStage {
  readonly #filters: readonly Filter[];
  readonly #task: Task;
  readonly #looksOf: LooksOf | null;
  readonly #read: ReplyReader;

  /** Remembers what the log holds already, so that a resumed run judges as an undisturbed one. */
  constructor(parts: RunParts, state: RunState) {
    const { arm, filters, task } = parts;
    // Closed answers have to be the parent's by the task's own rule; where they are written, new ones may differ.
    const rephrases = arm.ask === 'rephrase' && task.freeForm !== undefined;
    this.#filters = rephrases ? [...filters, sameAnswerFilter(task)] : filters;
    this.#task = task;
    this.#looksOf = looksFor(parts);
    this.#read = replyReader(parts);
    for (const it of state.iterations) {
      this.beginIteration();
      for (const judged of it.candidates) this.#remember(state, judged);
    }
  }

  beginIteration(): void {
    for (const filter of this.#filters) filter.beginIteration?.();
  }

  /**
   * Where labels are checked, every look at the reply must have been taken.
   * @param count how many were asked for: what a generous reply brings beyond is `surplus`
   */
  judgeReply(state: RunState, reply: Replied, count: number): LoopEvent[] {
    const it = currentIteration(state);
    if (!it) throw new Error('A reply is judged outside an iteration.');
    const parent = state.examples.get(reply.parent) ?? null;
    const { iteration, attempt } = reply;
    const common = { type: 'judged', iteration, parent: reply.parent, attempt } as const;
    const serial = it.candidates.length;
    const idOf = (i: number): string => freeId(state, `${reply.parent}+${iteration}.${serial + i}`);
    const parsed = this.#read(reply);
    if (!parsed.ok || parsed.candidates.length === 0) {
      const note = parsed.ok ? 'The reply holds no example.' : parsed.reason;
      const judged = {
        id: idOf(0),
        text: '',
        label: null,
        repaired: false,
        reject: 'unparsable',
        rule: 'parse',
        note,
      };
      return [{ ...common, ...judged }];
    }
    const looks = this.#looksOf?.(reply, count);
    const checks = it.checks.get(reply.parent);
    // Nobody looked at what follows the last of as many looks as were asked for.
    const end = looks?.length === count ? (looks[count - 1]?.index ?? Infinity) : Infinity;
    let accepted = 0;
    return parsed.candidates.map(({ text, label }, i) => {
      const candidate = { id: idOf(i), text, label, parent };
      const filters = looks ? [...this.#filters, opinionFilter(checks?.get(i), this.#task)] : this.#filters;
      const verdict =
        accepted < count && i <= end ? judge(filters, candidate) : { reject: 'surplus', rule: 'count' };
      if (verdict.reject === null) accepted += 1;
      return { ...common, id: candidate.id, text, label, repaired: parsed.repaired, ...verdict };
    });
  }

  /** The seeds again, as training examples: the arm that only matches optimiser steps. */
  copies(state: RunState): LoopEvent[] {
    const it = currentIteration(state);
    const room = (configOf(state).stops.budget ?? Infinity) - state.acceptedTotal;
    const parents = [...(it?.targets ?? [])].flatMap(([id, want]) => Array<string>(want).fill(id));
    return parents.slice(0, room).map((id, i) => {
      const { text = '', label = null } = state.examples.get(id) ?? {};
      const iteration = it?.iteration ?? 0;
      const verdict = { repaired: false, reject: null, rule: 'copy' };
      return {
        type: 'judged',
        iteration,
        id: freeId(state, `${id}+${iteration}.${i}`),
        parent: id,
        attempt: 0,
        text,
        label,
        ...verdict,
      };
    });
  }

  #remember(state: RunState, { id, text, label, parent: parentId, reject, rule }: Judged): void {
    const parent = state.examples.get(parentId) ?? null;
    // What no filter has seen when it happened, none may remember now.
    if (rule === 'parse' || rule === 'count' || rule === 'copy') return;
    for (const filter of this.#filters) filter.remember?.({ id, text, label, parent }, reject === null);
  }
}

/** Other words for the same question have its answer: rejects `wrong-label` where a rephrasing says another. */
function sameAnswerFilter(task: Task): Filter {
  return {
    id: 'same-answer',
    judge: ({ label, parent }) => {
      const isSame = label !== null && parent !== null && task.isRight(task.answerOf(label), parent.label);
      return { reject: isSame ? null : 'wrong-label' };
    },
  };
}

/** An id no example has: seeds that were once augmented examples may be called as ours would be. */
function freeId(state: RunState, id: string): string {
  return state.examples.has(id) ? freeId(state, `${id}'`) : id;
}
