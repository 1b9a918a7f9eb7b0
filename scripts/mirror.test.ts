import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { modelFiles } from '../test/support/fake-models.ts';

const ID = 'SmolLM2-135M-Instruct-q0f16-MLC';
const FOLDER = `${ID}/resolve/main`;
const LIBRARY = 'SmolLM2-135M-Instruct-q0f16_cs1k-webgpu.wasm';

let hub: Server;
let base: string;
let out: string;
const files = new Map<string, Uint8Array>();
let asked: string[];

beforeAll(async () => {
  hub = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path.split('/').at(-1) ?? '');
    const body = files.get(path);
    response.writeHead(body ? 200 : 404).end(body ?? 'Not found');
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
  const place = { modelUrl: `${base}/mlc-ai/${FOLDER}/`, libUrl: `${base}/wasm/${LIBRARY}` };
  for (const [url, bytes] of modelFiles(place, [1000, 70_000, 30])) files.set(url.slice(base.length), bytes);
});
afterAll(() => hub.close());
beforeEach(async () => {
  asked = [];
  out = await mkdtemp(join(tmpdir(), 'mirror-'));
  return () => rm(out, { recursive: true });
});

async function mirror(...args: string[]): Promise<{ code: number; text: string }> {
  const all = ['--import', 'tsx', 'scripts/mirror.ts', ...args];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, all);
    return { code: 0, text: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, text: stdout + stderr };
  }
}
const args = () => ['--out', out, '--from', base, '--libs-from', `${base}/wasm`];

describe('npm run mirror', { timeout: 60_000 }, () => {
  it('lays out the folder that the mirror setting reads, and then asks for nothing twice', async () => {
    const { code, text } = await mirror(ID, ...args());
    expect(text).toContain('Access-Control-Allow-Origin: *');
    expect(code).toBe(0);
    expect((await readdir(join(out, FOLDER))).sort()).toEqual([
      'mlc-chat-config.json',
      'params_shard_0.bin',
      'params_shard_1.bin',
      'params_shard_2.bin',
      'tensor-cache.json',
      'tokenizer.json',
    ]);
    expect(await readdir(join(out, 'libs'))).toEqual([LIBRARY]);
    asked = [];
    // One file was damaged, another is missing: only those come again.
    await writeFile(join(out, FOLDER, 'params_shard_1.bin'), 'damaged');
    await rm(join(out, FOLDER, 'params_shard_2.bin'));
    expect((await mirror(ID.replace('-MLC', ''), ...args())).code).toBe(0);
    expect(asked.sort()).toEqual(['params_shard_1.bin', 'params_shard_2.bin']);
    expect((await readFile(join(out, FOLDER, 'params_shard_1.bin'))).length).toBe(70_000);
  });

  it('says which models there are', async () => {
    const unknown = await mirror('No-Such-Model', ...args());
    expect(unknown.code).toBe(2);
    expect(unknown.text).toContain('There is no model "No-Such-Model"');
    expect(unknown.text).toContain(`${ID} (about 269 MB)`);
    expect((await mirror('--nonsense')).code).toBe(2);
  });

  it('says what is missing on the Hub', async () => {
    const { code, text } = await mirror('Qwen3-0.6B-q4f16_1-MLC', ...args());
    expect(code).toBe(1);
    expect(text).toContain('There is no mlc-chat-config.json');
  });
});
