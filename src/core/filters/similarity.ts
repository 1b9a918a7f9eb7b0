/** Rules on a candidate beside other texts: the test set, and everything trained on or tried. */
import { sameness } from '../words.ts';
import type { Filter, FilterServices, Neighbour, NeighbourKind } from './port.ts';
import { RougeIndex } from './rouge-index.ts';

/**
 * Rejects `test-duplicate` (the same words) and `test-near-duplicate` (ROUGE-L above the threshold):
 * the test set must not leak into training (invariant 3; defect 9 of the reference code).
 */
export function leakFilter(services: FilterServices, threshold: number): Filter {
  const index = new RougeIndex();
  const exact = new Map<string, string>();
  for (const { id, text } of services.test) {
    index.add(id, 'test', text);
    exact.set(sameness(text), id);
  }
  return {
    id: 'leak',
    judge({ text }) {
      const same = exact.get(sameness(text));
      if (same !== undefined) {
        return { reject: 'test-duplicate', nearest: { kind: 'test', id: same, score: 1 } };
      }
      const nearest = index.nearest(text);
      if (!nearest) return { reject: null };
      return { reject: nearest.score > threshold ? 'test-near-duplicate' : null, nearest };
    },
  };
}

/**
 * Rejects `near-duplicate`: ROUGE-L F above the threshold against the seeds, every accepted example and
 * this iteration's candidates. The reference code (generate_data.py, 0.95) compares with this step's only.
 */
export function nearDuplicateFilter(services: FilterServices, threshold: number): Filter {
  const index = new RougeIndex();
  let exact = new Map<string, Neighbour>();
  const note = (kind: NeighbourKind, id: string, text: string): void => {
    index.add(id, kind, text);
    exact.set(sameness(text), { kind, id, score: 1 });
  };
  for (const { id, text } of services.seeds) note('seed', id, text);
  return {
    id: 'rouge-l',
    judge({ text }) {
      const same = exact.get(sameness(text));
      // A threshold of 1 lets everything pass, as in the reference code.
      if (same && threshold < 1) return { reject: 'near-duplicate', nearest: same };
      const nearest = index.nearest(text);
      if (!nearest) return { reject: null };
      return { reject: nearest.score > threshold ? 'near-duplicate' : null, nearest };
    },
    remember(candidate, accepted) {
      note(accepted ? 'accepted' : 'candidate', candidate.id, candidate.text);
    },
    beginIteration() {
      index.drop('candidate');
      exact = new Map([...exact].filter(([, { kind }]) => kind !== 'candidate'));
    },
  };
}
