/** Ready configurations: what a person starts from. Their titles and sentences are in ui/copy/setup.ts. */
import type { RunConfigInput } from './schema.ts';

export type PresetId =
  | 'demo'
  | 'out-of-fold'
  | 'paper'
  | 'untargeted'
  | 'eda'
  | 'student-as-teacher'
  | 'llama-roles'
  | 'gpt-teacher';

export interface Preset {
  readonly id: PresetId;
  /** Everything but the data; what is left out is the default. */
  readonly input: Omit<RunConfigInput, 'data'>;
  /** The data set a preset is about; any other keeps the one chosen. */
  readonly data?: RunConfigInput['data'];
}

/** Ids of WebLLM's, in the quantisation that most GPUs run. */
const LLAMA_1B = 'Llama-3.2-1B-Instruct-q4f16_1-MLC';
const LLAMA_3B = 'Llama-3.2-3B-Instruct-q4f16_1-MLC';

/** A student that reads its examples must not be shown the one it is asked about. */
const inContext = (model: string) =>
  ({ student: { id: 'in-context', model }, wrongSet: { rule: 'leave-one-out' } }) as const;

export const PRESETS: readonly Preset[] = [
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
  {
    id: 'gpt-teacher',
    input: {
      teacher: {
        id: 'api',
        preset: 'openai',
        baseUrl: 'https://api.openai.com/v1',
        model: 'gpt-4o-mini',
      },
    },
  },
];

/** The configuration of a preset on this data. */
export function configOfPreset(preset: Preset, data: RunConfigInput['data']): RunConfigInput {
  return { ...preset.input, data: preset.data ?? data };
}
