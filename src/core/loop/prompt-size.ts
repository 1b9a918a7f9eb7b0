/** How long the prompts of calls to come can get. */
import type { RunConfig } from '../config/schema.ts';
import type { ChatMessage, Task } from '../tasks/port.ts';
import type { Arm } from './arms.ts';
import { promptFor } from './ask.ts';
import type { Demand, IterationDemand } from './demand.ts';
import { NO_POOL } from './pool.ts';
import type { RunState } from './state.ts';
import { startOf } from './state.ts';

/** Roles and markers a chat template adds to a prompt: Llama 3 adds about 40 tokens, most models fewer. */
const TEMPLATE_TOKENS = 64;
/** UTF-8 bytes a UTF-16 unit can come to in JSON, for texts that the text rule lets pass. */
const BYTES_A_UNIT = 3;

/** The longest prompt of these calls in bytes, with all that may be accepted meanwhile, and a usual one in characters. */
export function promptsOf(
  state: RunState,
  config: RunConfig,
  task: Task,
  arm: Arm,
  { it, wrongKnown }: IterationDemand,
  { ids, count, fresh, calls }: Demand,
): { readonly bytes: number; readonly characters: number } {
  if (arm.ask === 'label') {
    // Which texts are drawn nobody knows yet: they are as long as the seeds, and bounded as candidates are.
    const texts = startOf(state).seeds.map(({ text }) => text.length);
    const usual = texts.reduce((total, length) => total + length, 0) / Math.max(1, texts.length);
    return { bytes: checkBytes(config, task), characters: lengthOf(task.checkPrompt('')) + usual };
  }
  const [longest = ''] = [...task.labels].sort((a, b) => b.length - a.length);
  const guess = (id: string) =>
    ({ type: 'predicted', iteration: 0, of: 'seeds', id, answer: longest, correct: false }) as const;
  const answers = wrongKnown ? it : { ...it, heldOut: new Map(ids.map((id) => [id, guess(id)])) };
  const prompt = (parent: string, attempt: number): readonly ChatMessage[] =>
    promptFor(state, answers, { config, task, arm, pool: NO_POOL }, { parent, count, attempt });
  const [only = '', another] = ids;
  const tries = calls > 1 || another !== undefined ? [0, 1] : [it.calls.get(only) ?? 0];
  const bytes = ids.flatMap((id) =>
    tries.map((attempt) => bytesOf(prompt(id, attempt), task.replySchema.json)),
  );
  // Quotes and a line break around each.
  const grown = fresh * (BYTES_A_UNIT * config.filters.maxCharacters + 3);
  return {
    bytes: Math.max(0, ...bytes) + grown,
    characters: ids.reduce((total, id) => total + lengthOf(prompt(id, 0)), 0) / Math.max(1, ids.length),
  };
}

/** The schema counts, for hosts that put it into the prompt. */
function bytesOf(messages: readonly ChatMessage[], schema: string): number {
  const text = messages.map(({ content }) => content).join('');
  return new TextEncoder().encode(text + schema).length + TEMPLATE_TOKENS;
}

/** Characters (UTF-16) of a prompt. */
export function lengthOf(messages: readonly ChatMessage[]): number {
  return messages.reduce((total, { content }) => total + content.length, 0);
}

/** The longest prompt of a check in bytes, whatever the candidate's text. */
export function checkBytes({ filters }: RunConfig, task: Task): number {
  return bytesOf(task.checkPrompt(''), task.checkSchema.json) + BYTES_A_UNIT * filters.maxCharacters;
}
