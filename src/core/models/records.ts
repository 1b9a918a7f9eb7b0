/** What is known of a model that WebLLM can load. */

export type ModelKind = 'chat' | 'embedding';
export type ModelRole = 'student' | 'teacher';

export interface ModelRecord {
  /** WebLLM's id of the model; `custom:` before it where a person added the model. */
  readonly id: string;
  readonly title: string;
  /** What its quantisations have in common: the id of the catalogue's family, or the id itself. */
  readonly family: string;
  readonly kind: ModelKind;
  /** Absolute, ending in `/resolve/main/` or another revision: the folder of the weights. */
  readonly modelUrl: string;
  /** Absolute: the compiled model library. */
  readonly libUrl: string;
  /** `q4f16_1` and the like; `unknown` where the model's own configuration does not tell. */
  readonly quantization: string;
  /** Tokens. */
  readonly contextWindow: number;
  /** Whether its kernels need the GPU feature shader-f16. */
  readonly needsF16: boolean;
  /** GPU memory that WebLLM gives for it, in MB (2^20 bytes); null where nobody has said. */
  readonly vramMB: number | null;
  /** Size of the weights in MB (10^6 bytes): computed for the catalogue, summed for a custom model. */
  readonly downloadMB: number;
  /** The largest single tensor in GPU memory, in MB (10^6 bytes); null where unknown. */
  readonly largestTensorMB: number | null;
  readonly licence: ModelLicence;
  /** Empty for an embedding model: it is a student's encoder. */
  readonly roles: readonly ModelRole[];
  readonly custom: boolean;
  readonly embedding?: EmbeddingFacts;
  readonly tuned?: TunedOrigin;
}

/** Where a model comes from that a fine-tuning backend made: its files are asked for there, with that address's key. */
export interface TunedOrigin {
  /** The backend's address, by which its key is found; the key itself is never part of a record. */
  readonly baseUrl: string;
  /** The tuned model and its base, as the backend calls them. */
  readonly model: string;
  readonly base: string;
  /** What each file must be, by its name in the folder of the weights. */
  readonly files: Readonly<Record<string, FileFacts>>;
}

export interface FileFacts {
  readonly bytes: number;
  /** SHA-256, lower-case hexadecimal. */
  readonly sha256: string;
}

export interface ModelLicence {
  readonly name: string;
  readonly url: string;
}

export interface EmbeddingFacts {
  readonly dimensions: number;
  /** How a text is wrapped before it is given: the tokenizer adds no special tokens itself. */
  readonly wrap: '[CLS] {text} [SEP]';
}

/** What the installed WebLLM says of a model: one entry of its `prebuiltAppConfig`, as far as it is used. */
export interface PrebuiltRecord {
  readonly id: string;
  readonly modelUrl: string;
  readonly libUrl: string;
  readonly vramMB: number | null;
  readonly contextWindow: number | null;
  readonly requiredFeatures: readonly string[];
}

export type ManifestName = 'tensor-cache.json' | 'ndarray-cache.json';

/** What the build found in the installed WebLLM. */
export interface PrebuiltRecords {
  /** Version of the model libraries, for example `v0_2_86/base`. */
  readonly modelVersion: string;
  /** The file that lists the weights, as that version calls it. */
  readonly manifestName: ManifestName;
  readonly records: readonly PrebuiltRecord[];
}

/** Where a model stands in the caches WebLLM reads. Bytes are of all its files, weights and others. */
export type ModelStatus =
  | { readonly state: 'none' }
  /** `totalBytes` is null until the list of weights is there. */
  | { readonly state: 'partial'; readonly doneBytes: number; readonly totalBytes: number | null }
  | { readonly state: 'complete'; readonly totalBytes: number };

/** Whether the kernels of a quantisation compute in half precision: its name says so. */
export function isHalfPrecision(quantization: string): boolean {
  return quantization.includes('f16');
}
