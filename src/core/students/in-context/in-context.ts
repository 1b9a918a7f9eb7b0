/** Student: a language model whose weights do not change, where the loop runs. */
import type { InContextConfig } from '../../config/schema.ts';
import type { LanguageModel } from '../../llm/port.ts';
import type { Student } from '../port.ts';
import type { StudentServices } from '../registry.ts';
import { closedSet } from './closed-set.ts';
import { freeForm } from './free-form.ts';
import { promptedStudent } from './prompted.ts';

/**
 * Asked by scores or in writing, as the task wants. Predicting rejects as the model does (LabError `gpu-lost`),
 * and with AbortError, also between two questions.
 */
export function inContextStudent(
  config: InContextConfig,
  { task, encoder }: Pick<StudentServices, 'task' | 'encoder'>,
  model: LanguageModel,
): Student {
  const ask = task.freeForm
    ? freeForm(task, model, config.maxTokens)
    : closedSet(task, model, config.calibrate);
  return promptedStudent(config, encoder, ask);
}
