/** Judging one candidate by all filters. */
import type { Candidate, Filter, Neighbour } from './port.ts';

export interface Verdict {
  /** null: accepted. */
  readonly reject: string | null;
  /** The filter that decided, or the last one that let it pass. */
  readonly rule: string;
  /** The nearest neighbour last found, kept for accepted candidates too. */
  readonly nearest?: Neighbour;
}

/** The first rejection decides; every filter that remembers is told of the outcome. */
export function judge(filters: readonly Filter[], candidate: Candidate): Verdict {
  let verdict: Verdict = { reject: null, rule: 'none' };
  for (const filter of filters) {
    const finding = filter.judge(candidate);
    // A rule that looks at no other text does not forget what one before it found.
    const nearest = finding.nearest ?? verdict.nearest;
    verdict = { reject: finding.reject, rule: filter.id, ...(nearest ? { nearest } : {}) };
    if (finding.reject !== null) break;
  }
  for (const filter of filters) filter.remember?.(candidate, verdict.reject === null);
  return verdict;
}
