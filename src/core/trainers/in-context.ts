/** Trainer of students that read prompts: no weights change, it settles which examples may be shown. */
import type { ApiStudentConfig, DemonstrationRule, InContextConfig } from '../config/schema.ts';
import type { Example } from '../example.ts';
import { randomStream } from '../random.ts';
import { poolToArtifact } from '../students/in-context/artifact.ts';
import { sameness } from '../words.ts';
import type { Trainer } from './port.ts';

/**
 * The pool is the training set in its order, for `random` in one drawn from the fit's seed, for `none` empty.
 * Of examples with the same words only the first is in it: shown twice, a copy would take the place of
 * something new. So the arm that repeats the seeds shows what the seeds alone show, and `from` means nothing here:
 * there are no weights to continue.
 *
 * Not cheap: not for the fit, but because each answer is worth a step of the log of its own.
 */
export function inContextTrainer({
  id,
  demonstrations: rule,
}: Pick<InContextConfig | ApiStudentConfig, 'id' | 'demonstrations'>): Trainer {
  return {
    id,
    cheap: false,
    fit({ examples, randomSeed }) {
      const pool = inOrder(rule, firstOfEach(examples), randomSeed);
      return Promise.resolve({ artifact: poolToArtifact({ rule, pool }), steps: 0, loss: null });
    },
  };
}

function inOrder(rule: DemonstrationRule, pool: readonly Example[], seed: number): readonly Example[] {
  if (rule === 'none') return [];
  return rule === 'random' ? randomStream(seed, 'demonstrations').shuffle(pool) : pool;
}

function firstOfEach(examples: readonly Example[]): Example[] {
  const seen = new Set<string>();
  return examples.filter(({ text }) => {
    const key = sameness(text);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
