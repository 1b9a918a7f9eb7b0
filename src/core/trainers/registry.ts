/** The trainers, by the id of the student they train. */
import type { StudentConfig } from '../config/schema.ts';
import type { Entry, Factory } from '../registry.ts';
import { configured, Registry } from '../registry.ts';
import type { StudentServices } from '../students/registry.ts';
import type { Trainer } from './port.ts';

export type TrainerFactory<Config = StudentConfig> = Factory<Config, StudentServices, Trainer>;

export const trainers = new Registry<TrainerFactory>('trainer', [
  entry('head', async () => {
    const { headTrainer } = await import('./head.ts');
    return async (config, { encoder }) => headTrainer(config, await encoder());
  }),
  entry('in-context', async () => {
    const { inContextTrainer } = await import('./in-context.ts');
    return (config) => Promise.resolve(inContextTrainer(config));
  }),
  entry('api', async () => {
    const { inContextTrainer } = await import('./in-context.ts');
    return (config) => Promise.resolve(inContextTrainer(config));
  }),
  entry('backend', async () => {
    const { backendTrainer } = await import('./fine-tuning/fit.ts');
    return (config, services) => Promise.resolve().then(() => backendTrainer(config, services));
  }),
]);

function entry<Id extends StudentConfig['id']>(
  id: Id,
  load: () => Promise<TrainerFactory<Extract<StudentConfig, { readonly id: Id }>>>,
): Entry<TrainerFactory> {
  return configured<StudentConfig, Id, StudentServices, Trainer>(id, load);
}
