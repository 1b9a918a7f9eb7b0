/** The training set of a fit as the file that fine-tuning services take. */
import type { Example } from '../../example.ts';
import type { Task } from '../../tasks/port.ts';

/**
 * Chat JSON Lines (OpenAI's supervised format): a line an example, in their order, with the very messages that
 * evaluation sends and the label as the assistant's answer. The reference code trains and evaluates on one prompt, too.
 */
export function trainingFile(task: Task, examples: readonly Example[]): string {
  const lines = examples.map(({ text, label }) =>
    JSON.stringify({ messages: [...task.studentPrompt(text), { role: 'assistant', content: label }] }),
  );
  return `${lines.join('\n')}\n`;
}
