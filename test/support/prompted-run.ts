/** Tiny runs with a teacher that reads prompts: a fake language model that writes examples and checks labels. */
import { fnv1a } from '../../src/core/hash.ts';
import type { WriteRequest } from '../../src/core/llm/port.ts';
import type { LoopEvent } from '../../src/core/loop/events.ts';
import type { RunParts } from '../../src/core/loop/runner.ts';
import type { Teacher } from '../../src/core/teachers/port.ts';
import { FakeLanguageModel, type FakeModelOptions } from './fake-language-model.ts';
import { inventExamples } from './mock-examples.ts';
import { tinyDataset, tinyParts, tinyPlatform, type TinyConfig } from './tiny-run.ts';

/** What a check answers about a text that was written under a label. */
export type Opinion = (text: string, label: string) => string;

/** Agrees with two of three texts. */
export const sometimes: Opinion = (text, label) => {
  const other = label === 'good' ? 'bad' : 'good';
  return JSON.stringify({ label: fnv1a(text) % 3 === 0 ? other : label });
};

/** Replies of examples derived from the prompt, and checks of texts so written. */
export function writer(opinion: Opinion = sometimes): (request: WriteRequest) => string {
  return ({ messages, randomSeed }) => {
    const asked = messages[messages.length - 1]?.content ?? '';
    const line = /^The text:\n(".*")$/u.exec(asked)?.[1];
    if (line === undefined)
      return JSON.stringify({ examples: inventExamples({ messages, seed: randomSeed }) });
    const text = JSON.parse(line) as string;
    return opinion(text, labelOf(text));
  };
}

/** What is written of a seed has all its words, and the tiny set's verbs give its labels away. */
function labelOf(text: string): string {
  return /glows|sings|charms|soars|moves/u.test(text) ? 'good' : 'bad';
}

export interface Prompted {
  readonly parts: RunParts;
  readonly model: FakeLanguageModel;
}

/** Parts with a teacher in the tab; `teacher` changes its settings. */
export async function promptedParts(
  config: TinyConfig = {},
  options: FakeModelOptions = {},
  teacher: { readonly maxTokens?: number; readonly examplesPerCall?: number } = {},
): Promise<Prompted> {
  const model = new FakeLanguageModel({ reply: writer(), ...options });
  const platform = { ...tinyPlatform(), languageModel: () => Promise.resolve(model) };
  const parts = await tinyParts(
    { iterations: 2, ...config, teacher: { id: 'webllm', model: 'fake', ...teacher } },
    tinyDataset(),
    platform,
  );
  return { parts, model };
}

/** The parts with another teacher made of theirs. */
export function withTeacher({ parts }: Prompted, change: (teacher: Teacher) => Teacher): RunParts {
  if (!parts.teacher) throw new Error('These parts have no teacher.');
  return { ...parts, teacher: change(parts.teacher) };
}

/** How many calls of a log were paid for. */
export function paidCalls(log: readonly LoopEvent[]): number {
  return log.filter(
    (event) =>
      event.type === 'replied' ||
      event.type === 'call-failed' ||
      (event.type === 'checked' && event.by === 'teacher'),
  ).length;
}
