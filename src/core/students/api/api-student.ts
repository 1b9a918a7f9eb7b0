/** Student: a language model behind an OpenAI-compatible chat API; its weights do not change. */
import type { ApiStudentConfig } from '../../config/schema.ts';
import { chatWriter } from '../../llm/api/chat-writer.ts';
import { freeForm } from '../in-context/free-form.ts';
import { promptedStudent } from '../in-context/prompted.ts';
import type { Student } from '../port.ts';
import type { StudentServices } from '../registry.ts';

/**
 * Every answer is written, greedily, and read by the task: an API gives no likelihoods of labels. Demonstrations are
 * those of the in-context student; where the server has no room for them, fewer are shown. An answer that cannot be
 * had after the client's retries interrupts the run, which can be resumed: it is no wrong answer.
 * Throws LabError `bad-address` or `unknown-preset`; predicting throws those of faults.ts, as `student-key`.
 */
export function apiStudent(
  config: ApiStudentConfig,
  { task, encoder, net }: Pick<StudentServices, 'task' | 'encoder' | 'net'>,
): Student {
  const writer = chatWriter({ ...config, stream: true }, net);
  return promptedStudent(config, encoder, freeForm(task, writer, config.maxTokens));
}
