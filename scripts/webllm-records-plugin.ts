/** The module `virtual:webllm-records`: what the installed WebLLM knows of the curated models, as plain data. */
import type { Plugin } from 'vite';
import { readPrebuilt } from './webllm-records.ts';

const NAME = 'virtual:webllm-records';
/** The zero byte keeps other plugins away from it. */
const RESOLVED = `\0${NAME}`;

export function webllmRecords(): Plugin {
  return {
    name: 'lab-webllm-records',
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    load: async (id) =>
      id === RESOLVED ? `export default ${JSON.stringify(await readPrebuilt())};` : undefined,
  };
}
