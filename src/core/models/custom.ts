/** A model somebody adds by the addresses of its weights and its library. */
import { LabError } from '../errors.ts';
import type { ChatConfig, Manifest } from './manifest.ts';
import type { ModelKind, ModelRecord } from './records.ts';
import { isHalfPrecision } from './records.ts';
import { folderName, folderUrl, isThisComputer } from './urls.ts';

const CUSTOM = 'custom:';
const MB = 1e6;

/** The folder of a custom model's weights, from what a person typed. Throws LabError `bad-model-url`. */
export function weightsUrl(text: string): string {
  const url = webAddress(text, 'weights');
  if (/\.(?:json|bin|safetensors|gguf|wasm|onnx|zip)$/iu.test(url.pathname)) {
    throw badUrl(
      `"${text.trim()}" names a file; the weights of a model are a folder.`,
      `Give the folder that holds mlc-chat-config.json.${/\.(?:gguf|safetensors|onnx)$/iu.test(url.pathname) ? ' WebLLM reads weights converted by MLC only.' : ''}`,
    );
  }
  // A page of the Hub, as copied from the address bar.
  if (url.hostname === 'huggingface.co') {
    const [, org = '', name = '', view, revision = 'main'] = url.pathname.split('/');
    if (org === '' || name === '' || org === 'models' || org === 'datasets') {
      throw badUrl(
        `"${text.trim()}" names no model of the Hugging Face Hub.`,
        'Give one like https://huggingface.co/mlc-ai/SmolLM2-135M-Instruct-q0f16-MLC.',
      );
    }
    const known = view === 'tree' || view === 'blob' || view === 'resolve' ? revision : 'main';
    return `https://huggingface.co/${org}/${name}/resolve/${known}/`;
  }
  return folderUrl(url.href);
}

/** The address of a custom model's library, from what a person typed. Throws LabError `bad-model-url`. */
export function libraryUrl(text: string): string {
  const url = webAddress(text, 'library');
  if (!url.pathname.endsWith('.wasm')) {
    throw badUrl(
      `"${text.trim()}" is no model library: its name does not end in .wasm.`,
      'Give the .wasm file that mlc_llm compile wrote for WebGPU, made for the version of WebLLM this page uses.',
    );
  }
  return url.href;
}

function webAddress(text: string, what: 'weights' | 'library'): URL {
  const trimmed = text.trim();
  const remedy = `Give the whole address of the ${what}, beginning with https://.`;
  if (trimmed === '') throw badUrl(`The address of the ${what} is missing.`, remedy);
  // "huggingface.co/org/name", as people write it.
  const whole = trimmed.startsWith('huggingface.co/') ? `https://${trimmed}` : trimmed;
  if (!URL.canParse(whole)) throw badUrl(`"${trimmed}" is no whole web address.`, remedy);
  const url = new URL(whole);
  if (url.protocol === 'http:' && !isThisComputer(url)) {
    throw badUrl(
      `"${trimmed}" is on plain http, from which a page on https may not read.`,
      'Serve it over https; on this computer, http://localhost will do.',
    );
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw badUrl(`"${trimmed}" does not begin with https://.`, remedy);
  if (url.username !== '' || url.password !== '')
    throw badUrl('The address holds a name or a password, which a page may not send.', 'Leave them out.');
  if (url.search !== '' || url.hash !== '')
    throw badUrl(`"${trimmed}" goes on after ? or #, which WebLLM cannot use.`, 'Leave that part out.');
  return url;
}

function badUrl(message: string, remedy: string): LabError {
  return new LabError('bad-model-url', message, remedy);
}

/** What a custom model is, once its files have been looked at. */
export interface CustomModel {
  readonly modelUrl: string;
  readonly libUrl: string;
  /** Null: as the model's own configuration has it. */
  readonly title: string | null;
  readonly config: ChatConfig;
  readonly manifest: Manifest;
}

/** Tokens. */
const CHAT_WINDOW = 4096;

/** The record of a custom model. Throws LabError `bad-model-config`. */
export function customRecord({ modelUrl, libUrl, title, config, manifest }: CustomModel): ModelRecord {
  const name = folderName(modelUrl) || 'model';
  const isEncoder = config.modelType?.includes('bert') === true || manifest.encoderWidth !== null;
  const kind: ModelKind = isEncoder ? 'embedding' : 'chat';
  const dimensions = config.hiddenSize ?? manifest.encoderWidth;
  if (kind === 'embedding' && dimensions === null) {
    throw new LabError(
      'bad-model-config',
      "The model's mlc-chat-config.json does not say how wide the model is.",
      'Add "hidden_size" to its "model_config".',
    );
  }
  const quantization = config.quantization ?? 'unknown';
  return {
    id: `${CUSTOM}${name}`,
    title: title?.trim() || name,
    family: `${CUSTOM}${name}`,
    kind,
    modelUrl,
    libUrl,
    quantization,
    // The cache for the whole window is allocated at once; WebLLM's own list stops there, too.
    contextWindow:
      kind === 'chat'
        ? Math.min(config.contextWindow ?? CHAT_WINDOW, CHAT_WINDOW)
        : (config.contextWindow ?? 512),
    needsF16: isHalfPrecision(quantization),
    vramMB: null,
    downloadMB: manifest.totalBytes / MB,
    largestTensorMB: null,
    licence: { name: 'see its page', url: modelUrl.split('/resolve/')[0] ?? modelUrl },
    roles: kind === 'chat' ? ['student', 'teacher'] : [],
    custom: true,
    ...(kind === 'embedding' &&
      dimensions !== null && {
        embedding: { dimensions, wrap: '[CLS] {text} [SEP]' } as const,
      }),
  };
}

/** The record under an id that no other model has. */
export function withFreeId(record: ModelRecord, taken: readonly ModelRecord[]): ModelRecord {
  const ids = new Set(taken.map(({ id }) => id));
  if (!ids.has(record.id)) return record;
  let n = 2;
  while (ids.has(`${record.id}-${n}`)) n += 1;
  const id = `${record.id}-${n}`;
  return { ...record, id, family: id, title: `${record.title} (${n})` };
}
