/** One file of a model from the network: streamed, counted, checked, tried twice. */
import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { isAbort, LabError } from '../../core/errors.ts';
import type { Fetch } from '../../core/models/fetching.ts';
import { fetchFile, unreachable } from '../../core/models/fetching.ts';

export interface Network {
  readonly fetch: Fetch;
  /** Milliseconds; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** What is told while bytes come in. */
export interface Counter {
  received(bytes: number): void;
  /** They come again: the file was damaged, or the connection broke. */
  dropped(bytes: number): void;
}

/** What a whole file must be; `md5` null and `sha256` absent where nobody has said. */
export interface Expected {
  readonly bytes: number;
  readonly md5: string | null;
  readonly sha256?: string;
}

/** Before the second attempt. */
const WAIT_MS = 1000;
/** What another attempt may mend. */
const PASSING = new Set(['model-unreachable', 'damaged-file']);

/**
 * The file's bytes.
 * @param expected null: whatever comes is taken
 * Throws LabError as core's `fetchFile` does, and `damaged-file` (wrong size or hash, twice); AbortError.
 */
export async function fetchChecked(
  network: Network,
  url: string,
  expected: Expected | null,
  counter: Counter,
  signal: AbortSignal,
): Promise<Blob> {
  try {
    return await attempt(network, url, expected, counter, { signal });
  } catch (error) {
    if (!(error instanceof LabError && PASSING.has(error.code))) throw error;
    await network.sleep(WAIT_MS, signal);
    // Past the browser's own cache: what broke may lie there.
    return attempt(network, url, expected, counter, { signal, cache: 'reload' });
  }
}

async function attempt(
  { fetch }: Network,
  url: string,
  expected: Expected | null,
  counter: Counter,
  init: RequestInit,
): Promise<Blob> {
  const response = await fetchFile(fetch, url, init);
  let bytes = 0;
  try {
    const sum = checksum(expected);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of chunksOf(response, url)) {
      bytes += chunk.length;
      counter.received(chunk.length);
      if (expected && bytes > expected.bytes) throw damaged(url, 'it is longer than the model’s list says');
      sum.update(chunk);
      chunks.push(chunk);
    }
    if (expected && bytes < expected.bytes) throw damaged(url, `${expected.bytes - bytes} bytes are missing`);
    if (!sum.isRight()) throw damaged(url, `its content is not what the model’s list says (${sum.name})`);
    return new Blob(chunks, { type: typeOf(url) });
  } catch (error) {
    counter.dropped(bytes);
    await response.body?.cancel().catch(() => undefined);
    throw error;
  }
}

async function* chunksOf(response: Response, url: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        if (isAbort(error)) throw error;
        throw unreachable(url, 'the connection broke');
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

/** Whether kept bytes are what they should be. */
export async function isIntact(response: Response, url: string, expected: Expected): Promise<boolean> {
  const sum = checksum(expected);
  let bytes = 0;
  for await (const chunk of chunksOf(response, url)) {
    bytes += chunk.length;
    sum.update(chunk);
  }
  return bytes === expected.bytes && sum.isRight();
}

interface Checksum {
  readonly name: string;
  update(chunk: Uint8Array): void;
  /** After the last chunk; true where no sum is known. */
  isRight(): boolean;
}

/** The stronger of the sums that are known. */
function checksum(expected: Expected | null): Checksum {
  const [name, hash, wanted] =
    expected?.sha256 === undefined
      ? (['MD5', md5.create(), expected?.md5 ?? null] as const)
      : (['SHA-256', sha256.create(), expected.sha256] as const);
  return {
    name,
    update: (chunk) => {
      if (wanted !== null) hash.update(chunk);
    },
    isRight: () => wanted === null || bytesToHex(hash.digest()) === wanted,
  };
}

function typeOf(url: string): string {
  if (url.endsWith('.json')) return 'application/json';
  return url.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
}

function damaged(url: string, why: string): LabError {
  return new LabError(
    'damaged-file',
    `${new URL(url).pathname.split('/').at(-1) ?? url} arrived damaged: ${why}.`,
    'Press Resume to fetch it again. If it happens each time, the copy on the server is damaged: use another source.',
    { url },
  );
}
