/** Lays out models in a folder as the mirror setting of the page reads them: the work of `npm run mirror`. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fetchChecked, type Expected } from '../src/browser/models/fetch-file.ts';
import { wait } from '../src/core/datasets/hub/wait.ts';
import { LabError } from '../src/core/errors.ts';
import { assertWasm, parseJson } from '../src/core/models/fetching.ts';
import { parseChatConfig, parseManifest } from '../src/core/models/manifest.ts';
import type { ManifestName, ModelRecord } from '../src/core/models/records.ts';
import { CONFIG_NAME, folderName, libraryName } from '../src/core/models/urls.ts';

export interface MirrorOptions {
  readonly out: string;
  /** Base URL in place of https://huggingface.co; null: as published. */
  readonly from: string | null;
  /** Base URL of a folder of libraries; null: as published. */
  readonly libsFrom: string | null;
  readonly manifestName: ManifestName;
  readonly log: (line: string) => void;
}

const AT_ONCE = 4;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** The records of these ids; `-MLC` may be left out. Throws LabError `unknown-model` naming those there are. */
export function recordsOf(ids: readonly string[], known: readonly ModelRecord[]): ModelRecord[] {
  return ids.map((id) => {
    const record = known.find((one) => one.id === id || one.id.replace('-MLC', '') === id);
    if (record) return record;
    const all = known.map((one) => `  ${one.id} (about ${Math.round(one.downloadMB)} MB)`).join('\n');
    throw new LabError('unknown-model', `There is no model "${id}" in the catalogue.`, `Choose of:\n${all}`);
  });
}

/**
 * Fetches what is missing of a model into `<out>/<folder>/resolve/main/` and `<out>/libs/`. What is there
 * and intact stays. Returns the bytes of the whole model.
 * Throws LabError as the page's download does.
 */
export async function mirrorModel(record: ModelRecord, options: MirrorOptions): Promise<number> {
  const { from, libsFrom, manifestName, log } = options;
  const folder = join(options.out, folderName(record.modelUrl), 'resolve/main');
  const modelUrl =
    from === null ? record.modelUrl : record.modelUrl.replace('https://huggingface.co', trimmed(from));
  const library = libraryName(record.libUrl);
  const libUrl = libsFrom === null ? record.libUrl : `${trimmed(libsFrom)}/${library}`;

  log(record.id);
  const json = async (name: string): Promise<unknown> => {
    const path = join(folder, name);
    const { size } = await keep(path, `${modelUrl}${name}`, null, log);
    total += size;
    return parseJson(await readFile(path, 'utf8'), `${modelUrl}${name}`);
  };
  let total = 0;
  const config = parseChatConfig(await json(CONFIG_NAME));
  const manifest = parseManifest(await json(manifestName), modelUrl);
  await json(config.tokenizer);
  const libPath = join(options.out, 'libs', library);
  const { size, bytes } = await keep(libPath, libUrl, null, log, assertLibrary);
  if (!bytes) assertWasm((await readFile(libPath)).subarray(0, 4), libUrl);
  total += size;

  const left = [...manifest.shards];
  const loop = async (): Promise<void> => {
    for (let shard = left.shift(); shard; shard = left.shift()) {
      const path = join(folder, shard.url.slice(modelUrl.length));
      total += (await keep(path, shard.url, shard, log)).size;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, loop));
  if (!manifest.hashed) log('  The list of weights names no hashes: only sizes were checked.');
  log(`  ${mb(total)} in ${manifest.shards.length} files of weights and 4 others`);
  return total;
}

/** The file as it is, if it is what it should be; a new one else, renamed into place once it is whole. */
async function keep(
  path: string,
  url: string,
  expected: Expected | null,
  log: (line: string) => void,
  check?: (bytes: Blob, url: string) => Promise<void>,
): Promise<{ readonly size: number; readonly bytes: Blob | null }> {
  const size = await intactSize(path, expected);
  if (size !== null) {
    log(`  there  ${mb(size).padStart(9)}  ${path}`);
    return { size, bytes: null };
  }
  const network = { fetch: (at: string, init: RequestInit) => fetch(at, init), sleep: wait };
  const counter = { received: () => undefined, dropped: () => undefined };
  const bytes = await fetchChecked(network, url, expected, counter, new AbortController().signal);
  await check?.(bytes, url);
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  await writeFile(part, bytes.stream());
  await rename(part, path);
  log(`  new    ${mb(bytes.size).padStart(9)}  ${path}`);
  return { size: bytes.size, bytes };
}

async function assertLibrary(bytes: Blob, url: string): Promise<void> {
  assertWasm(new Uint8Array(await bytes.slice(0, 4).arrayBuffer()), url);
}

async function intactSize(path: string, expected: Expected | null): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  if (!expected) return found.size;
  if (found.size !== expected.bytes) return null;
  if (expected.md5 === null) return found.size;
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === expected.md5 ? found.size : null;
}

function trimmed(base: string): string {
  return base.replace(/\/+$/u, '');
}

/** How to serve the folder. */
export function servingAdvice(out: string): string {
  return `
To serve it, so that the page may read it: any static server that
  1. speaks https (on this computer http://localhost will do): on plain http a browser gives a page neither
     WebGPU nor caches, and a page on https may not read from it;
  2. sends the header  Access-Control-Allow-Origin: *
For example with Caddy, in its Caddyfile:
  models.school.example {
    root * ${out}
    header Access-Control-Allow-Origin *
    file_server
  }
or to try it here:  npx http-server ${out} --cors -p 8080
Then give its address (https://models.school.example or http://localhost:8080) under Models, Mirror.`;
}
