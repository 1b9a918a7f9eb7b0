/** The encoder's cache on the command line: one JSON Lines file an encoder, only ever appended to. */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VectorCache } from '../core/encoders/port.ts';

interface Row {
  readonly text: string;
  readonly vector: string;
}

/** @param folder made when something is first stored in it */
export function vectorFolder(folder: string): VectorCache {
  const loaded = new Map<string, Promise<Map<string, Float32Array>>>();
  const fileOf = (encoderId: string): string => join(folder, `${encoderId}.jsonl`);
  const load = (encoderId: string): Promise<Map<string, Float32Array>> => {
    let vectors = loaded.get(encoderId);
    if (!vectors) {
      vectors = readVectors(fileOf(encoderId));
      loaded.set(encoderId, vectors);
    }
    return vectors;
  };
  return {
    async get(encoderId, texts) {
      const vectors = await load(encoderId);
      return texts.map((text) => vectors.get(text));
    },
    async put(encoderId, entries) {
      // Also for the next run of this process.
      const vectors = await load(encoderId);
      for (const [text, vector] of entries) vectors.set(text, vector);
      await mkdir(folder, { recursive: true });
      const lines = entries.map(
        ([text, vector]) => `${JSON.stringify({ text, vector: toBase64(vector) })}\n`,
      );
      // Begins a line of its own, also after one that a kill cut.
      await appendFile(fileOf(encoderId), `\n${lines.join('')}`);
    },
  };
}

async function readVectors(path: string): Promise<Map<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  if (!existsSync(path)) return vectors;
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    // A line cut by a kill costs one encoding, not the cache.
    const row = parseRow(line);
    if (row) vectors.set(row.text, fromBase64(row.vector));
  }
  return vectors;
}

function parseRow(line: string): Row | null {
  try {
    const row = JSON.parse(line) as Partial<Row> | null;
    return typeof row?.text === 'string' && typeof row.vector === 'string' ? (row as Row) : null;
  } catch {
    return null;
  }
}

function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function fromBase64(text: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
}
