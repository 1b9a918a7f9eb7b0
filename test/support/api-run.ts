/** Whole runs whose student and teacher are both behind the mock API: word problems and multiple choice. */
import { parseConfig, type RunConfigInput } from '../../src/core/config/schema.ts';
import type { Dataset } from '../../src/core/datasets/port.ts';
import type { Example } from '../../src/core/example.ts';
import { assembleRun, type Platform } from '../../src/core/loop/assemble.ts';
import type { RunParts } from '../../src/core/loop/runner.ts';
import { renderCase } from '../../src/core/tasks/casehold/case.ts';
import type { MockApi, MockStep } from './mock-api.ts';
import { tinyPlatform } from './tiny-run.ts';

export type WrittenTask = 'gsm8k' | 'casehold';

/** What a student says to an example: its answer, another one, or nothing that can be read. */
export type Manner = 'right' | 'wrong' | 'unparsable';

const NAMES = ['Ada', 'Bo', 'Cleo', 'Dov', 'Eli', 'Fay', 'Gus', 'Hal', 'Ivo', 'Jun', 'Kit', 'Lea'];
const THINGS = ['jars', 'nails', 'stamps', 'plums', 'cups', 'seeds', 'bolts', 'cards', 'pins', 'eggs'];
const RULES = ['easement', 'estoppel', 'laches', 'venue', 'privity', 'hearsay', 'bailment', 'waiver'];

function problem(id: string, i: number): Example {
  const [name = 'Ada', things = 'jars'] = [NAMES[i % NAMES.length], THINGS[(i * 3) % THINGS.length]];
  const [boxes, each] = [i + 2, 3 * i + 4];
  const text = `${name} fills ${boxes} boxes with ${each} ${things} in every box. How many ${things} does ${name} pack?`;
  return { id, text, label: `${boxes} boxes hold ${each} each.\n#### ${boxes * each}` };
}

function legalCase(id: string, i: number): Example {
  const name = NAMES[i % NAMES.length] ?? '';
  const topics = RULES.map((_, j) => RULES[(i + j) % RULES.length] ?? '').slice(0, 5);
  const context = `The court turns to ${topics[0] ?? ''} in the matter of ${name}, case number ${i}, and follows Roe v. ${name} (<HOLDING>).`;
  const holdings = topics.map((topic) => `holding that ${topic} was shown on facts like those of ${name}`);
  return { id, ...renderCase({ context, holdings, right: 0 }, id) };
}

/** 14 examples to draw seeds from, 4 for the test. */
export function writtenDataset(task: WrittenTask): Dataset {
  const example = task === 'gsm8k' ? problem : legalCase;
  return {
    id: `written-${task}`,
    title: `Written for tests (${task})`,
    about: 'Made up for tests.',
    labels: task === 'gsm8k' ? [] : ['A', 'B', 'C', 'D', 'E'],
    seeds: Array.from({ length: 14 }, (_, i) => example(`s-${i}`, i)),
    test: Array.from({ length: 4 }, (_, i) => example(`t-${i}`, i + 20)),
    hash: 'e'.repeat(64),
  };
}

/** What the student says, example after example. */
export function mannerOf(id: string): Manner {
  const manners: readonly Manner[] = ['wrong', 'right', 'unparsable', 'right'];
  return manners[Number(id.split('-')[1]) % 4] ?? 'right';
}

/** The content of an answer in this manner. */
export function answerIn(manner: Manner, { label }: Example): string {
  if (manner === 'right') return label;
  if (manner === 'unparsable') return 'Let me think about it for a while.';
  const number = /#### (\d+)/u.exec(label)?.[1];
  return number === undefined ? (label === 'A' ? 'B' : 'A') : `I guess.\n#### ${Number(number) + 1}`;
}

/** One step an example: whatever is shown beside it, the student says the same to it each time. */
export function studentSteps({ seeds, test }: Dataset): MockStep[] {
  return [...seeds, ...test].map((example) => ({
    ...studentQuestion(example),
    content: answerIn(mannerOf(example.id), example),
    times: null,
  }));
}

/** A step for the student alone: of its requests only the model's name and the question tell. */
export function studentQuestion({ text }: Example): Pick<MockStep, 'match' | 'question'> {
  return { match: '"model":"mock-student"', question: text };
}

/** The parts of a run of this task over the server; `config` over 6 seeds, 2 rounds, one call at a time. */
export function writtenParts(
  api: MockApi,
  task: WrittenTask,
  config: Partial<RunConfigInput> = {},
  changes: Partial<Platform['teacher']> = {},
): Promise<RunParts> {
  const base = { baseUrl: api.baseUrl, timeoutSeconds: 1 } as const;
  const full = parseConfig({
    task,
    data: { id: `written-${task}`, perClass: null, count: 6 },
    iterations: 2,
    wrongSet: { rule: 'leave-one-out' },
    ...config,
    student: { id: 'api', model: 'mock-student', shown: 2, ...base, ...config.student },
    teacher: config.teacher ?? { id: 'api', model: 'mock-teacher', concurrency: 1, ...base },
  });
  return assembleRun(full, writtenDataset(task), tinyPlatform({ fetch, ...changes }));
}
