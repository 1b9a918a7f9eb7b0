/** Student: a language model whose weights do not change; training examples stand in its prompt. */
import type { InContextConfig } from '../../config/schema.ts';
import type { LanguageModel } from '../../llm/port.ts';
import type { Student, StudentAnswer } from '../port.ts';
import type { StudentServices } from '../registry.ts';
import { poolFromArtifact } from './artifact.ts';
import { askWithin } from './ask.ts';
import { closedSet } from './closed-set.ts';
import { demonstrationChooser } from './demonstrations.ts';
import { freeForm } from './free-form.ts';

/**
 * In-context learning as in Brown et al. 2020 (arXiv 2005.14165): for each question demonstrations are chosen
 * from the trained pool (./demonstrations.ts), and the model is asked once, by scores or in writing as the task
 * wants. Predicting rejects as the model does (LabError `gpu-lost`); AbortError, also between two questions.
 */
export function inContextStudent(
  config: InContextConfig,
  { task, encoder }: Pick<StudentServices, 'task' | 'encoder'>,
  model: LanguageModel,
): Student {
  const ask = task.freeForm
    ? freeForm(task, model, task.freeForm.stop, config.maxTokens)
    : closedSet(task, model, config.calibrate);
  return {
    id: 'in-context',
    changes: 'none',
    chunk: 1,
    leavesOwnOut: true,
    async load(artifact, examples) {
      const choose = demonstrationChooser(poolFromArtifact(artifact, examples), config.shown, encoder);
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
