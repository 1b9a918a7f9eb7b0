/** A candidate with its verdict, as panels show it. */
import type { Checked, Judged } from '../../core/loop/events.ts';
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
  /** A second look at its label; null where none was taken. */
  readonly look: SecondLook | null;
}

export interface SecondLook {
  readonly by: Checked['by'];
  /** null: there was no opinion, or none that could be read. */
  readonly label: string | null;
  /** Why there was none: what went wrong, or what was written instead. */
  readonly why: string | null;
}

/** Candidates set aside for their label: neither the teacher nor the second look is known to be right. */
const DISPUTES: ReadonlySet<string> = new Set(['label-disputed', 'label-unchecked']);

export function isDispute(reason: string): boolean {
  return DISPUTES.has(reason);
}

export function written(state: RunState, index: RunIndex, it: IterationState, judged: Judged): Written {
  const { nearest } = judged;
  const look = index.of(it).lookAt(judged);
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
    look: look
      ? {
          by: look.by,
          label: look.label,
          why: look.label === null ? (look.error?.message ?? look.raw ?? null) : null,
        }
      : null,
  };
}

/** Candidates of the whole run that were rejected for such a reason, newest iteration first, at most `limit`. */
export function rejectedOf(
  state: RunState,
  index: RunIndex,
  isWanted: (reason: string) => boolean,
  limit: number,
): Written[] {
  const out: Written[] = [];
  for (let i = state.iterations.length - 1; i >= 0 && out.length < limit; i--) {
    const it = state.iterations[i] as IterationState;
    for (const judged of index.of(it).rejected) {
      if (out.length >= limit) break;
      if (judged.reject !== null && isWanted(judged.reject)) out.push(written(state, index, it, judged));
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
