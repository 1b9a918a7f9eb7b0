/** The files a model names: its list of weights and its chat configuration. Both come from the network: untrusted. */
import * as v from 'valibot';
import { LabError } from '../errors.ts';
import { CONFIG_NAME } from './urls.ts';

export interface Shard {
  /** Absolute. */
  readonly url: string;
  readonly bytes: number;
  /** Lower-case hexadecimal; null where the manifest names none. */
  readonly md5: string | null;
}

export interface Manifest {
  readonly shards: readonly Shard[];
  /** Sum of the shards. */
  readonly totalBytes: number;
  /** Whether every shard names its hash: only then can a download be checked beyond its size. */
  readonly hashed: boolean;
  /** Width of a BERT-like encoder, by the shape of its word embeddings; null where it has none of that name. */
  readonly encoderWidth: number | null;
}

const LARGEST = 64 * 2 ** 30;

const ManifestSchema = v.object({
  records: v.pipe(
    v.array(
      v.object({
        dataPath: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
        nbytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(LARGEST)),
        records: v.optional(v.array(v.object({ name: v.string(), shape: v.array(v.number()) })), []),
        md5sum: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/iu, 'no MD5 in hexadecimal'))),
      }),
    ),
    v.minLength(1, 'no weights are listed'),
    v.maxLength(20_000),
  ),
});

/**
 * Reads a tensor-cache.json (ndarray-cache.json).
 * @param modelUrl the folder that holds it, ending in a slash
 * Throws LabError `bad-manifest`.
 */
export function parseManifest(json: unknown, modelUrl: string): Manifest {
  const parsed = v.safeParse(ManifestSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw badManifest(`at "${v.getDotPath(issue) ?? 'top'}": ${issue.message}`);
  }
  const shards = parsed.output.records.map(({ dataPath, nbytes, md5sum }) => ({
    url: shardUrl(dataPath, modelUrl),
    bytes: nbytes,
    md5: md5sum?.toLowerCase() ?? null,
  }));
  if (new Set(shards.map(({ url }) => url)).size < shards.length)
    throw badManifest('it names one file twice');
  return {
    shards,
    totalBytes: shards.reduce((sum, { bytes }) => sum + bytes, 0),
    hashed: shards.every(({ md5 }) => md5 !== null),
    encoderWidth: widthOf(parsed.output.records.flatMap(({ records }) => records)),
  };
}

/** mlc-llm's name of the tensor in its BERT (bert_model.py): a row for each token of the vocabulary. */
const WORD_EMBEDDINGS = 'embeddings.word_embeddings.weight';

function widthOf(tensors: readonly { name: string; shape: readonly number[] }[]): number | null {
  const [, width] = tensors.find(({ name }) => name === WORD_EMBEDDINGS)?.shape ?? [];
  return positive(width);
}

/** A manifest must not reach outside its model: neither another host nor another folder. */
function shardUrl(dataPath: string, modelUrl: string): string {
  const plain = /^[\w.-]+(?:\/[\w.-]+)*$/u.test(dataPath);
  if (!plain || dataPath.split('/').some((part) => /^\.+$/u.test(part)))
    throw badManifest(`the file name "${dataPath.slice(0, 80)}" leads out of the model's folder`);
  return new URL(dataPath, modelUrl).href;
}

function badManifest(why: string): LabError {
  return new LabError(
    'bad-manifest',
    `The model's list of weights cannot be used: ${why}.`,
    'Check that the address names a model converted for WebLLM (MLC), or convert it anew.',
  );
}

const ConfigSchema = v.object({
  tokenizer_files: v.array(v.string()),
  model_type: v.optional(v.string()),
  quantization: v.optional(v.string()),
  context_window_size: v.optional(v.number()),
  model_config: v.optional(
    v.object({ hidden_size: v.optional(v.number()), context_window_size: v.optional(v.number()) }),
  ),
});

export interface ChatConfig {
  readonly tokenizer: 'tokenizer.json' | 'tokenizer.model';
  readonly modelType: string | null;
  readonly quantization: string | null;
  /** Tokens. */
  readonly contextWindow: number | null;
  /** Width of the model: what an embedding has in dimensions. */
  readonly hiddenSize: number | null;
}

/** Reads a mlc-chat-config.json. Throws LabError `bad-model-config` or `model-incomplete` (no tokenizer). */
export function parseChatConfig(json: unknown): ChatConfig {
  const parsed = v.safeParse(ConfigSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new LabError(
      'bad-model-config',
      `The model's ${CONFIG_NAME} cannot be used: at "${v.getDotPath(issue) ?? 'top'}": ${issue.message}.`,
      'Check that the address names a model converted for WebLLM (MLC); mlc_llm gen_config writes this file.',
    );
  }
  const config = parsed.output;
  // WebLLM's own order of preference.
  const tokenizer = (['tokenizer.json', 'tokenizer.model'] as const).find((name) =>
    config.tokenizer_files.includes(name),
  );
  if (!tokenizer) {
    throw new LabError(
      'model-incomplete',
      `The model's ${CONFIG_NAME} names neither tokenizer.json nor tokenizer.model, and WebLLM reads no other tokenizer.`,
      'Add tokenizer.json to the folder and to "tokenizer_files".',
    );
  }
  return {
    tokenizer,
    modelType: config.model_type ?? null,
    quantization: config.quantization ?? null,
    contextWindow: positive(config.context_window_size) ?? positive(config.model_config?.context_window_size),
    hiddenSize: positive(config.model_config?.hidden_size),
  };
}

/** MLC writes -1 for "not set". */
function positive(value: number | undefined): number | null {
  return value !== undefined && value > 0 ? value : null;
}
