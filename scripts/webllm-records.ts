/** What the installed @mlc-ai/web-llm knows of the curated models. Works with 0.2.79 and later. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { curatedIds } from '../src/core/models/families.ts';
import type { PrebuiltRecords } from '../src/core/models/records.ts';

const Installed = v.object({
  modelVersion: v.string(),
  prebuiltAppConfig: v.object({
    model_list: v.array(
      v.object({
        model: v.string(),
        model_id: v.string(),
        model_lib: v.string(),
        vram_required_MB: v.optional(v.number()),
        required_features: v.optional(v.array(v.string())),
        overrides: v.optional(v.object({ context_window_size: v.optional(v.number()) })),
      }),
    ),
  }),
});

/**
 * The curated records of the installed version; one it does not have is left out.
 * @param script its lib/index.js; default: the one this project resolves
 */
export async function readPrebuilt(script = installedScript()): Promise<PrebuiltRecords> {
  const [{ modelVersion, prebuiltAppConfig }, source] = await Promise.all([
    load(script),
    readFile(script, 'utf8'),
  ]);
  const wanted = new Set(curatedIds());
  return {
    modelVersion,
    // Renamed in 0.2.80; asking for the other name finds nothing.
    manifestName: source.includes('tensor-cache.json') ? 'tensor-cache.json' : 'ndarray-cache.json',
    records: prebuiltAppConfig.model_list
      .filter(({ model_id }) => wanted.has(model_id))
      .map((record) => ({
        id: record.model_id,
        modelUrl: record.model,
        libUrl: record.model_lib,
        vramMB: record.vram_required_MB ?? null,
        contextWindow: record.overrides?.context_window_size ?? null,
        requiredFeatures: record.required_features ?? [],
      })),
  };
}

function installedScript(): string {
  return createRequire(import.meta.url).resolve('@mlc-ai/web-llm');
}

/**
 * In a plain Node of its own, by a script that is no module: only there 0.2.82 finds the `require` that its
 * grammar part asks for.
 */
async function load(script: string): Promise<v.InferOutput<typeof Installed>> {
  const code = `import(${JSON.stringify(pathToFileURL(script).href)}).then(({ modelVersion, prebuiltAppConfig }) =>
    process.stdout.write(JSON.stringify({ modelVersion, prebuiltAppConfig })));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=commonjs', '-e', code], {
    env: { ...process.env, NODE_OPTIONS: '' },
    maxBuffer: 2 ** 26,
  });
  return v.parse(Installed, JSON.parse(stdout));
}
