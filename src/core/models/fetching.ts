/** Fetching the files of a model, with errors that say what is wrong. */
import { isAbort, LabError } from '../errors.ts';
import type { ChatConfig, Manifest } from './manifest.ts';
import { parseChatConfig, parseManifest } from './manifest.ts';
import type { ManifestName, ModelRecord } from './records.ts';
import { configUrl, manifestUrl } from './urls.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Asks for what lies in one folder with its key, and for everything else without. Where the folder sends on to another
 * address it is not followed: the key goes nowhere else.
 * Fetching throws LabError `backend-key` where the key is missing or refused.
 */
export function withKey(fetch: Fetch, folder: string, key: string | undefined): Fetch {
  return async (url, init) => {
    if (!url.startsWith(folder)) return fetch(url, init);
    const headers: Record<string, string> = key === undefined ? {} : { Authorization: `Bearer ${key}` };
    const response = await fetch(url, {
      ...init,
      headers,
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    if (response.status !== 401 && response.status !== 403) return response;
    await response.body?.cancel();
    const { host } = new URL(folder);
    throw new LabError(
      'backend-key',
      `${host} ${key === undefined ? 'asks for its key' : 'refused the key'} (status ${response.status}).`,
      'Enter the key of this backend on the page "Fine-tuning backend", then download again.',
    );
  };
}

/**
 * The response, if it is one with the file in it.
 * Throws LabError `model-unreachable` (no connection, no permission for this page, a busy server),
 * `model-missing` (404 and other refusals), `not-a-model-file` (a web page instead), what `fetch` itself says as
 * LabError; AbortError.
 */
export async function fetchFile(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => {
    if (isAbort(error) || error instanceof LabError) throw error;
    throw unreachable(url, error instanceof Error ? error.message : String(error));
  });
  if (response.ok) return refuseWebPage(response, url);
  await response.body?.cancel();
  if (response.status >= 500 || response.status === 429)
    throw unreachable(url, `the server answers with status ${response.status}`);
  const denied = response.status === 401 || response.status === 403;
  throw new LabError(
    'model-missing',
    denied
      ? `${url} is not open to everybody (status ${response.status}).`
      : `There is no ${fileName(url)} at ${url} (status ${response.status}).`,
    denied
      ? 'Use a model that can be read without an account, or serve a copy of it yourself.'
      : 'Check the address, and that the folder holds all files of a model converted for WebLLM.',
  );
}

/** A login page or a site's own "not found" comes with status 200. */
async function refuseWebPage(response: Response, url: string): Promise<Response> {
  if (!(response.headers.get('Content-Type') ?? '').includes('text/html')) return response;
  await response.body?.cancel();
  throw new LabError(
    'not-a-model-file',
    `At ${url} there is a web page, not ${fileName(url)}.`,
    'Check the address: it must lead to the files themselves, without a login or a page in between.',
  );
}

/** Parsed JSON. Throws as `fetchFile` does, and LabError `not-a-model-file` for anything but JSON. */
export async function fetchJson(fetch: Fetch, url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetchFile(fetch, url, { signal });
  const text = await response.text().catch((error: unknown) => {
    if (isAbort(error)) throw error;
    throw unreachable(url, 'the connection broke');
  });
  return parseJson(text, url);
}

/** Throws LabError `not-a-model-file`. */
export function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new LabError(
      'not-a-model-file',
      /^\s*</u.test(text)
        ? `At ${url} there is a web page, not ${fileName(url)}.`
        : `${url} is not valid JSON.`,
      'Check the address: it must lead to the files themselves.',
    );
  }
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d]; // "\0asm"

/** Whether bytes begin as WebAssembly does. */
function isWasm(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** Throws LabError `not-a-library`. */
export function assertWasm(bytes: Uint8Array, url: string): void {
  if (isWasm(bytes)) return;
  throw new LabError(
    'not-a-library',
    `${url} is no model library: it does not begin as WebAssembly does.`,
    'Give the .wasm file that mlc_llm compile wrote for WebGPU.',
  );
}

/**
 * Looks at a model without downloading it: its configuration, its list of weights, its tokenizer and the
 * beginning of its library.
 * Throws LabError as `fetchFile`, `parseChatConfig` and `parseManifest` do, and `not-a-library`; AbortError.
 */
export async function inspectModel(
  { modelUrl, libUrl }: Pick<ModelRecord, 'modelUrl' | 'libUrl'>,
  { fetch, manifestName }: { readonly fetch: Fetch; readonly manifestName: ManifestName },
  signal: AbortSignal,
): Promise<{ readonly config: ChatConfig; readonly manifest: Manifest }> {
  const config = parseChatConfig(await fetchJson(fetch, configUrl({ modelUrl }), signal));
  const manifest = parseManifest(
    await fetchJson(fetch, manifestUrl({ modelUrl }, manifestName), signal),
    modelUrl,
  );
  await beginning(fetch, new URL(config.tokenizer, modelUrl).href, signal);
  assertWasm(await beginning(fetch, libUrl, signal), libUrl);
  return { config, manifest };
}

/** The first bytes of a file; the rest is not fetched. */
async function beginning(fetch: Fetch, url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetchFile(fetch, url, { signal });
  const reader = response.body?.getReader();
  const bytes: number[] = [];
  while (reader && bytes.length < MAGIC.length) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes.push(...value.subarray(0, MAGIC.length));
  }
  await reader?.cancel();
  return Uint8Array.from(bytes);
}

/** LabError `model-unreachable`. */
export function unreachable(url: string, why: string): LabError {
  const { host, pathname } = new URL(url);
  return new LabError(
    'model-unreachable',
    `${pathname.split('/').at(-1) ?? url} could not be fetched from ${host}.`,
    'Check the connection; on a server of your own, allow this page to read from it (CORS). What was downloaded stays: Resume goes on from there.',
    { url, why },
  );
}

function fileName(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? url;
}
