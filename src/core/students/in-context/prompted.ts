/** A student that reads prompts, whoever answers them: training examples stand in each, and no weights change. */
import type { StudentConfig } from '../../config/schema.ts';
import type { Encoder } from '../../encoders/port.ts';
import type { Student, StudentAnswer } from '../port.ts';
import { poolFromArtifact } from './artifact.ts';
import type { Ask } from './ask.ts';
import { askWithin } from './ask.ts';
import { demonstrationChooser } from './demonstrations.ts';

/**
 * In-context learning as in Brown et al. 2020 (arXiv 2005.14165): for each question demonstrations are chosen
 * from the trained pool (./demonstrations.ts), and the model is asked once. Predicting rejects as `ask` does;
 * AbortError also between two questions.
 * @param config `shown`: demonstrations in a prompt, at most
 */
export function promptedStudent(
  { id, shown }: { readonly id: StudentConfig['id']; readonly shown: number },
  encoder: () => Promise<Encoder>,
  ask: Ask,
): Student {
  return {
    id,
    changes: 'none',
    chunk: 1,
    leavesOwnOut: true,
    async load(artifact, examples) {
      const choose = demonstrationChooser(poolFromArtifact(artifact, examples), shown, encoder);
      return {
        async predict(questions, signal) {
          const answers: StudentAnswer[] = [];
          for (const question of questions) {
            signal.throwIfAborted();
            const demonstrations = await choose(question, signal);
            answers.push(await askWithin(ask, question.text, demonstrations, signal));
          }
          return answers;
        },
      };
    },
  };
}
