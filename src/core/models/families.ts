/** The curated models: small enough to teach in a tab, each in the quantisations that make sense. */
import type { EmbeddingFacts, ModelKind, ModelLicence, ModelRole } from './records.ts';
import type { DecoderShape, EncoderShape, Quantization, Shape } from './size.ts';

export interface ModelFamily {
  /** As in WebLLM's ids: `SmolLM2-135M-Instruct`. */
  readonly id: string;
  readonly title: string;
  readonly kind: ModelKind;
  readonly roles: readonly ModelRole[];
  readonly licence: ModelLicence;
  readonly shape: Shape;
  /** Tokens, where WebLLM's record says nothing. */
  readonly contextWindow: number;
  /** The preferred first; which one a device can run is decided by `chooseVariant`. */
  readonly quantizations: readonly Quantization[];
  /** What WebLLM's ids carry after `-MLC`. */
  readonly suffix?: string;
  readonly embedding?: EmbeddingFacts;
}

const apache = (url: string): ModelLicence => ({ name: 'Apache 2.0', url });
const LLAMA: ModelLicence = {
  name: 'Llama 3.2 Community License',
  url: 'https://www.llama.com/llama3_2/license/',
};
const WRAP = '[CLS] {text} [SEP]';
const FOUR_BIT = ['q4f16_1', 'q4f32_1'] as const;

const decoder = (shape: Omit<DecoderShape, 'type' | 'qkvBias' | 'qkNorm'>): DecoderShape => ({
  type: 'decoder',
  qkvBias: false,
  qkNorm: false,
  ...shape,
});

const bert = (shape: Pick<EncoderShape, 'hidden' | 'ffn'>): EncoderShape => ({
  type: 'encoder',
  layers: 12,
  vocab: 30_522,
  positions: 512,
  ...shape,
});

const chat = (
  family: Omit<ModelFamily, 'kind' | 'contextWindow' | 'quantizations'> & Partial<ModelFamily>,
): ModelFamily => ({ kind: 'chat', contextWindow: 4096, quantizations: FOUR_BIT, ...family });

const encoder = (
  family: Pick<ModelFamily, 'id' | 'title' | 'licence' | 'shape'>,
  dimensions: number,
): ModelFamily => ({
  kind: 'embedding',
  roles: [],
  contextWindow: 512,
  quantizations: ['q0f32'],
  suffix: '-b4', // texts come one at a time: the library for 4 takes a fraction of the memory
  embedding: { dimensions, wrap: WRAP },
  ...family,
});

const SMOL = { vocab: 49_152, headDim: 64 } as const;
const QWEN_VOCAB = 151_936;
const LLAMA_VOCAB = 128_256;

/** Dimensions are those of each model's published config.json. */
export const FAMILIES: readonly ModelFamily[] = [
  chat({
    id: 'SmolLM2-135M-Instruct',
    title: 'SmolLM2 135M Instruct',
    roles: ['student'],
    licence: apache('https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct'),
    shape: decoder({ ...SMOL, layers: 30, hidden: 576, heads: 9, kvHeads: 3, ffn: 1536 }),
    quantizations: ['q0f16', 'q0f32'], // WebLLM has it in full precision only
  }),
  chat({
    id: 'SmolLM2-360M-Instruct',
    title: 'SmolLM2 360M Instruct',
    roles: ['student'],
    licence: apache('https://huggingface.co/HuggingFaceTB/SmolLM2-360M-Instruct'),
    shape: decoder({ ...SMOL, layers: 32, hidden: 960, heads: 15, kvHeads: 5, ffn: 2560 }),
    quantizations: ['q4f16_1', 'q4f32_1', 'q0f16', 'q0f32'],
  }),
  chat({
    id: 'Qwen2.5-0.5B-Instruct',
    title: 'Qwen2.5 0.5B Instruct',
    roles: ['student'],
    licence: apache('https://huggingface.co/Qwen/Qwen2.5-0.5B-Instruct/blob/main/LICENSE'),
    shape: {
      ...decoder({
        layers: 24,
        hidden: 896,
        heads: 14,
        kvHeads: 2,
        headDim: 64,
        ffn: 4864,
        vocab: QWEN_VOCAB,
      }),
      qkvBias: true,
    },
  }),
  chat({
    id: 'Qwen3-0.6B',
    title: 'Qwen3 0.6B',
    roles: ['student', 'teacher'],
    licence: apache('https://huggingface.co/Qwen/Qwen3-0.6B/blob/main/LICENSE'),
    shape: {
      ...decoder({
        layers: 28,
        hidden: 1024,
        heads: 16,
        kvHeads: 8,
        headDim: 128,
        ffn: 3072,
        vocab: QWEN_VOCAB,
      }),
      qkNorm: true,
    },
  }),
  chat({
    id: 'Llama-3.2-1B-Instruct',
    title: 'Llama 3.2 1B Instruct',
    roles: ['student', 'teacher'],
    licence: LLAMA,
    shape: decoder({
      layers: 16,
      hidden: 2048,
      heads: 32,
      kvHeads: 8,
      headDim: 64,
      ffn: 8192,
      vocab: LLAMA_VOCAB,
    }),
  }),
  chat({
    id: 'Qwen2.5-1.5B-Instruct',
    title: 'Qwen2.5 1.5B Instruct',
    roles: ['teacher'],
    licence: apache('https://huggingface.co/Qwen/Qwen2.5-1.5B-Instruct/blob/main/LICENSE'),
    shape: {
      ...decoder({
        layers: 28,
        hidden: 1536,
        heads: 12,
        kvHeads: 2,
        headDim: 128,
        ffn: 8960,
        vocab: QWEN_VOCAB,
      }),
      qkvBias: true,
    },
  }),
  chat({
    id: 'Qwen3-1.7B',
    title: 'Qwen3 1.7B',
    roles: ['teacher'],
    licence: apache('https://huggingface.co/Qwen/Qwen3-1.7B/blob/main/LICENSE'),
    shape: {
      ...decoder({
        layers: 28,
        hidden: 2048,
        heads: 16,
        kvHeads: 8,
        headDim: 128,
        ffn: 6144,
        vocab: QWEN_VOCAB,
      }),
      qkNorm: true,
    },
  }),
  chat({
    id: 'Llama-3.2-3B-Instruct',
    title: 'Llama 3.2 3B Instruct',
    roles: ['teacher'],
    licence: LLAMA,
    shape: decoder({
      layers: 28,
      hidden: 3072,
      heads: 24,
      kvHeads: 8,
      headDim: 128,
      ffn: 8192,
      vocab: LLAMA_VOCAB,
    }),
  }),
  encoder(
    {
      id: 'snowflake-arctic-embed-s',
      title: 'Snowflake Arctic Embed S',
      licence: apache('https://huggingface.co/Snowflake/snowflake-arctic-embed-s'),
      shape: bert({ hidden: 384, ffn: 1536 }),
    },
    384,
  ),
  encoder(
    {
      id: 'snowflake-arctic-embed-m',
      title: 'Snowflake Arctic Embed M',
      licence: apache('https://huggingface.co/Snowflake/snowflake-arctic-embed-m'),
      shape: bert({ hidden: 768, ffn: 3072 }),
    },
    768,
  ),
];

/** WebLLM's id of a family's quantisation. */
export function recordId({ id, suffix = '' }: ModelFamily, quantization: Quantization): string {
  return `${id}-${quantization}-MLC${suffix}`;
}

/** All ids of the catalogue: what a build looks for in the installed WebLLM. */
export function curatedIds(): string[] {
  return FAMILIES.flatMap((family) => family.quantizations.map((q) => recordId(family, q)));
}
