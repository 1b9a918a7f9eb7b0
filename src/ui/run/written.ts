/** A candidate with its verdict, as panels show it. */
import type { Judged } from '../../core/loop/events.ts';
import type { IterationState, RunState } from '../../core/loop/state.ts';
import type { NeighbourKind } from '../../core/filters/port.ts';
import { shownIteration } from './moment.ts';
import type { RunIndex } from './run-index.ts';

export interface Written {
  readonly id: string;
  /** Empty when the reply could not be read. */
  readonly text: string;
  readonly label: string | null;
  readonly iteration: number;
  readonly reject: string | null;
  readonly rule: string;
  readonly repaired: boolean;
  readonly note: string | null;
  readonly parent: { readonly id: string; readonly text: string };
  /** `text` is null where it is hidden (test examples) or no longer known. */
  readonly nearest: {
    readonly kind: NeighbourKind;
    readonly text: string | null;
    readonly score: number;
  } | null;
}

export function written(state: RunState, index: RunIndex, it: IterationState, judged: Judged): Written {
  const { nearest } = judged;
  return {
    id: judged.id,
    text: judged.text,
    label: judged.label,
    iteration: shownIteration(state, it.iteration),
    reject: judged.reject,
    rule: judged.rule,
    repaired: judged.repaired,
    note: judged.note ?? null,
    parent: { id: judged.parent, text: state.examples.get(judged.parent)?.text ?? judged.parent },
    nearest: nearest
      ? {
          kind: nearest.kind,
          score: nearest.score,
          text:
            nearest.kind === 'test'
              ? null
              : ((state.examples.get(nearest.id) ?? index.of(it).candidateById.get(nearest.id))?.text ??
                null),
        }
      : null,
  };
}

/** Rejected candidates of the whole run, newest iteration first, at most `limit`; all reasons for null. */
export function rejectedOf(
  state: RunState,
  index: RunIndex,
  reason: string | null,
  limit: number,
): Written[] {
  const out: Written[] = [];
  for (let i = state.iterations.length - 1; i >= 0 && out.length < limit; i--) {
    const it = state.iterations[i] as IterationState;
    for (const judged of index.of(it).rejected) {
      if (out.length >= limit) break;
      if (reason === null || judged.reject === reason) out.push(written(state, index, it, judged));
    }
  }
  return out;
}

/** How many were rejected for each reason, most frequent first. */
export function reasonCounts(state: RunState, index: RunIndex): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const it of state.iterations) {
    for (const [reason, count] of index.of(it).byReason)
      counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

export function candidateTotal(state: RunState): number {
  let total = 0;
  for (const it of state.iterations) total += it.candidates.length;
  return total;
}
