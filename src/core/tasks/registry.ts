/** Every task there is. A new one is a folder and a line here. */
import { Registry } from '../registry.ts';
import type { TaskFactory } from './port.ts';

export const tasks = new Registry<TaskFactory>('task', [
  {
    id: 'classification',
    load: async () => (await import('./classification/classification.ts')).createClassification,
  },
  { id: 'sst2', load: async () => (await import('./sst2/sst2.ts')).createSst2 },
  { id: 'trec', load: async () => (await import('./trec/trec.ts')).createTrec },
  { id: 'trec-fine', load: async () => (await import('./trec/trec-fine.ts')).createTrecFine },
  { id: 'snips', load: async () => (await import('./snips/snips.ts')).createSnips },
  { id: 'gsm8k', load: async () => (await import('./gsm8k/gsm8k.ts')).createGsm8k },
  { id: 'casehold', load: async () => (await import('./casehold/casehold.ts')).createCasehold },
  { id: 'custom', load: async () => (await import('./custom/custom.ts')).createCustom },
]);
