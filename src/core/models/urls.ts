/** Addresses of a model's files, and the caches in which WebLLM looks for them. */
import type { ManifestName, ModelRecord } from './records.ts';

/** Names of the Cache API caches that WebLLM reads; their keys are absolute URLs. */
export const CACHES = { config: 'webllm/config', model: 'webllm/model', library: 'webllm/wasm' } as const;

export const CONFIG_NAME = 'mlc-chat-config.json';

/**
 * The folder of the weights as WebLLM writes it: with a slash at its end, and `resolve/main/` where the
 * address names no revision. Throws TypeError where it is no absolute URL.
 */
export function folderUrl(url: string): string {
  const folder = url.endsWith('/') ? url : `${url}/`;
  return new URL(/.+\/resolve\/.+\//u.test(folder) ? folder : `${folder}resolve/main/`).href;
}

/** The name of a model's folder: what stands before `/resolve/`. */
export function folderName(modelUrl: string): string {
  const [before = ''] = new URL(modelUrl).pathname.split('/resolve/');
  return decodeURIComponent(before.split('/').filter(Boolean).at(-1) ?? '');
}

/** The last part of a library's address. */
export function libraryName(libUrl: string): string {
  return decodeURIComponent(new URL(libUrl).pathname.split('/').at(-1) ?? '');
}

export function configUrl({ modelUrl }: Pick<ModelRecord, 'modelUrl'>): string {
  return new URL(CONFIG_NAME, modelUrl).href;
}

export function manifestUrl({ modelUrl }: Pick<ModelRecord, 'modelUrl'>, name: ManifestName): string {
  return new URL(name, modelUrl).href;
}

/** Whether the address is this computer: the only place that may be plain http. */
export function isThisComputer({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/u.test(hostname)
  );
}
