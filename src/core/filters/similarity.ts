/** Rules on a candidate beside other texts: the test set, and everything trained on or tried. */
import type { Filter, FilterServices } from './port.ts';
import { RougeIndex } from './rouge-index.ts';
import { rougeTokens } from './rouge-l.ts';

/**
 * Rejects `test-duplicate` (the same tokens) and `test-near-duplicate` (ROUGE-L above the threshold):
 * the test set must not leak into training (invariant 3; defect 9 of the reference code).
 */
export function leakFilter(services: FilterServices, threshold: number): Filter {
  const index = new RougeIndex();
  const exact = new Map<string, string>();
  for (const { id, text } of services.test) {
    index.add(id, 'test', text);
    exact.set(rougeTokens(text).join(' '), id);
  }
  return {
    id: 'leak',
    judge({ text }) {
      const same = exact.get(rougeTokens(text).join(' '));
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
  for (const { id, text } of services.seeds) index.add(id, 'seed', text);
  return {
    id: 'rouge-l',
    judge({ text }) {
      const nearest = index.nearest(text);
      if (!nearest) return { reject: null };
      return { reject: nearest.score > threshold ? 'near-duplicate' : null, nearest };
    },
    remember(candidate, accepted) {
      index.add(candidate.id, accepted ? 'accepted' : 'candidate', candidate.text);
    },
    beginIteration() {
      index.drop('candidate');
    },
  };
}
