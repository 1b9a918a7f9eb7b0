/** The original formats, by task id: a new one is a module and one line here. */
import { Registry } from '../../registry.ts';
import type { OriginalFormat } from './port.ts';

export const originalFormats = new Registry<readonly OriginalFormat[]>('original-format', [
  { id: 'sst2', load: async () => (await import('./sst2.ts')).sst2Formats },
  { id: 'trec', load: async () => (await import('./trec.ts')).trecFormats },
  { id: 'trec-fine', load: async () => (await import('./trec.ts')).trecFineFormats },
  { id: 'snips', load: async () => (await import('./snips.ts')).snipsFormats },
  { id: 'gsm8k', load: async () => (await import('./gsm8k.ts')).gsm8kFormats },
  { id: 'casehold', load: async () => (await import('./casehold.ts')).caseholdFormats },
]);
