/** Ready configurations: what a person starts from. Their titles and sentences are in ui/copy/setup.ts. */
import type { RunConfigInput } from './schema.ts';

export type PresetId = 'demo' | 'out-of-fold' | 'paper' | 'untargeted' | 'eda';

export interface Preset {
  readonly id: PresetId;
  /** Everything but the data; what is left out is the default. */
  readonly input: Omit<RunConfigInput, 'data'>;
  /** The data set a preset is about; any other keeps the one chosen. */
  readonly data?: RunConfigInput['data'];
}

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
];

/** The configuration of a preset on this data. */
export function configOfPreset(preset: Preset, data: RunConfigInput['data']): RunConfigInput {
  return { ...preset.input, data: preset.data ?? data };
}
