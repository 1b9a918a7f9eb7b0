/** The trainers, by the id of the student they train. */
import type { StudentConfig } from '../config/schema.ts';
import { Registry } from '../registry.ts';
import type { StudentServices } from '../students/registry.ts';
import type { Trainer } from './port.ts';

export type TrainerFactory = (config: StudentConfig, services: StudentServices) => Promise<Trainer>;

export const trainers = new Registry<TrainerFactory>('trainer', [
  {
    id: 'head',
    load: async () => {
      const { headTrainer } = await import('./head.ts');
      return async (config, { encoder }) => headTrainer(config, await encoder());
    },
  },
]);
