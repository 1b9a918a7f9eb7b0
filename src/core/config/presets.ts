/** Ready configurations: what a person starts from. Their titles and sentences are in ui/copy/setup.ts. */
import { taskFacts } from '../tasks/catalogue.ts';
import type { RunConfigInput } from './schema.ts';

export type PresetId =
  | 'demo'
  | 'out-of-fold'
  | 'paper'
  | 'untargeted'
  | 'eda'
  | 'student-as-teacher'
  | 'llama-roles'
  | 'gpt-teacher'
  | 'sst2'
  | 'trec'
  | 'snips'
  | 'gsm8k'
  | 'casehold';

/** What a preset is about: a way of running the loop on any data, or one of the paper's five tasks. */
export type PresetGroup = 'ways' | 'paper-tasks';

export interface Preset {
  readonly id: PresetId;
  readonly group: PresetGroup;
  /** Everything but the data; what is left out is the default. */
  readonly input: Omit<RunConfigInput, 'data'>;
  /** The data set a preset is about; any other keeps the one chosen. */
  readonly data?: RunConfigInput['data'];
}

/** What a preset that is about no data leaves as it is. */
export type PresetBase = Pick<RunConfigInput, 'data' | 'task' | 'custom'>;

/** Ids of WebLLM's, in the quantisation that most GPUs run. */
const LLAMA_1B = 'Llama-3.2-1B-Instruct-q4f16_1-MLC';
const LLAMA_3B = 'Llama-3.2-3B-Instruct-q4f16_1-MLC';

/** A student that reads its examples must not be shown the one it is asked about. */
const inContext = (model: string) =>
  ({ student: { id: 'in-context', model }, wrongSet: { rule: 'leave-one-out' } }) as const;

/** The paper's teachers are GPT models behind OpenAI's API; this one is a small one of today. */
const GPT = {
  id: 'api',
  preset: 'openai',
  baseUrl: 'https://api.openai.com/v1',
  model: 'gpt-4o-mini',
} as const;

/** One of the paper's tasks with the paper's smallest seed set. Without a student of its own: a trained head. */
function paperTask(
  id: Extract<PresetId, 'sst2' | 'trec' | 'snips' | 'gsm8k' | 'casehold'>,
  student: Pick<RunConfigInput, 'student' | 'wrongSet'> = {},
): Preset {
  const facts = taskFacts(id);
  return {
    id,
    group: 'paper-tasks',
    data: { id: facts?.hub ?? id, ...facts?.seeds },
    // The reference code trains ten times: nine rounds, and the fit that is measured.
    input: { task: id, ...student, teacher: GPT, iterations: 9 },
  };
}

const WAYS: readonly Omit<Preset, 'group'>[] = [
  { id: 'demo', data: { id: 'film-reviews' }, input: {} },
  { id: 'out-of-fold', input: { wrongSet: { rule: 'out-of-fold', withoutChildren: true } } },
  {
    id: 'paper',
    input: {
      wrongSet: { rule: 'in-sample' },
      weights: 'from-scratch',
      augmentFrom: 'seeds',
      student: { fit: 'minibatch', epochs: 3 },
      iterations: 9,
    },
  },
  // Without a budget it asks for as many a round as are wrong, but of seeds drawn at random.
  { id: 'untargeted', input: { arm: 'untargeted' } },
  { id: 'eda', input: { teacher: { id: 'eda' } } },
  // The paper notes that a teacher need not be bigger than its student.
  { id: 'student-as-teacher', input: { ...inContext(LLAMA_1B), teacher: { id: 'webllm', model: LLAMA_1B } } },
  // The paper's roles: a Llama student with a Llama or a GPT teacher; sizes are what a tab can hold.
  { id: 'llama-roles', input: { ...inContext(LLAMA_1B), teacher: { id: 'webllm', model: LLAMA_3B } } },
  { id: 'gpt-teacher', input: { teacher: GPT } },
];

export const PRESETS: readonly Preset[] = [
  ...WAYS.map((preset): Preset => ({ ...preset, group: 'ways' })),
  paperTask('sst2'),
  paperTask('trec'),
  paperTask('snips'),
  // Answers are written, or stand in the text: a head cannot give them.
  paperTask('gsm8k', inContext(LLAMA_1B)),
  paperTask('casehold', inContext(LLAMA_1B)),
];

/** The configuration of a preset; data and task stay those of `base` unless the preset is about some. */
export function configOfPreset(preset: Preset, { data, task, custom }: PresetBase): RunConfigInput {
  if (preset.data) return { ...preset.input, data: preset.data };
  return {
    ...preset.input,
    data,
    ...(task === undefined ? {} : { task }),
    ...(custom === undefined ? {} : { custom }),
  };
}
