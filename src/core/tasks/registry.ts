/** Every task there is. A new one is a folder and a line here. */
import { Registry } from '../registry.ts';
import type { TaskFactory } from './port.ts';

export const tasks = new Registry<TaskFactory>('task', [
  {
    id: 'classification',
    load: async () => (await import('./classification/classification.ts')).createClassification,
  },
]);
