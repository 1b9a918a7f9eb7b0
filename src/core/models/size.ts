/** How large a model's weights are, from the dimensions of its architecture and the rule of its quantisation. */

/** A decoder as in Llama, Qwen and SmolLM: grouped query attention, gated feed-forward, tied embeddings. */
export interface DecoderShape {
  readonly type: 'decoder';
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly ffn: number;
  readonly vocab: number;
  /** Biases of the query, key and value projections (Qwen 2). */
  readonly qkvBias: boolean;
  /** Norms of queries and keys (Qwen 3). */
  readonly qkNorm: boolean;
}

/** An encoder as in BERT, without the pooler: MLC does not convert it. */
export interface EncoderShape {
  readonly type: 'encoder';
  readonly layers: number;
  readonly hidden: number;
  readonly ffn: number;
  readonly vocab: number;
  readonly positions: number;
}

export type Shape = DecoderShape | EncoderShape;
export type Quantization = 'q0f16' | 'q0f32' | 'q4f16_1' | 'q4f32_1';

interface Counted {
  /** Matrices, as [rows, columns]: what a 4-bit quantisation packs. */
  readonly matrices: readonly (readonly [rows: number, columns: number])[];
  /** Numbers in norms and biases: never quantised. */
  readonly vectors: number;
}

/** Weights that share one scale in the 4-bit quantisations. */
const GROUP = 32;
/** Bytes of a float on the way: MLC stores 32-bit floats as bfloat16 ("f32-to-bf16"), so both take 2. */
const STORED_FLOAT = 2;

/** Number of weights. */
export function countWeights(shape: Shape): number {
  const { matrices, vectors } = counted(shape);
  return matrices.reduce((sum, [rows, columns]) => sum + rows * columns, vectors);
}

/** Bytes that are downloaded. */
export function downloadBytes(shape: Shape, quantization: Quantization): number {
  const { matrices, vectors } = counted(shape);
  const packed = matrices.map((matrix) => matrixBytes(matrix, quantization, STORED_FLOAT));
  return packed.reduce((sum, bytes) => sum + bytes, vectors * STORED_FLOAT);
}

/** Bytes of the largest tensor in GPU memory: each tensor is a buffer of its own there. */
export function largestTensorBytes(shape: Shape, quantization: Quantization): number {
  const { matrices } = counted(shape);
  const float = quantization.includes('f32') ? 4 : 2;
  // Packed weights and their scales are two tensors.
  const sizes = matrices.map((matrix) =>
    isPacked(quantization) ? packedBytes(matrix) : matrixBytes(matrix, quantization, float),
  );
  return Math.max(...sizes);
}

function matrixBytes(
  matrix: readonly [rows: number, columns: number],
  quantization: Quantization,
  float: number,
): number {
  const [rows, columns] = matrix;
  if (!isPacked(quantization)) return rows * columns * float;
  return packedBytes(matrix) + rows * Math.ceil(columns / GROUP) * float;
}

/** Half a byte a weight, rows filled up to whole groups. */
function packedBytes([rows, columns]: readonly [rows: number, columns: number]): number {
  return (rows * Math.ceil(columns / GROUP) * GROUP) / 2;
}

function isPacked(quantization: Quantization): boolean {
  return quantization.startsWith('q4');
}

function counted(shape: Shape): Counted {
  return shape.type === 'decoder' ? countDecoder(shape) : countEncoder(shape);
}

function countDecoder(shape: DecoderShape): Counted {
  const { layers, hidden, ffn, vocab, headDim } = shape;
  const queries = shape.heads * headDim;
  const qkv = queries + 2 * shape.kvHeads * headDim;
  const layer = [
    [qkv, hidden],
    [hidden, queries],
    [2 * ffn, hidden],
    [hidden, ffn],
  ] as const;
  const vectors = 2 * hidden + (shape.qkvBias ? qkv : 0) + (shape.qkNorm ? 2 * headDim : 0);
  return {
    matrices: [[vocab, hidden], ...Array.from({ length: layers }, () => layer).flat()],
    vectors: layers * vectors + hidden,
  };
}

function countEncoder({ layers, hidden, ffn, vocab, positions }: EncoderShape): Counted {
  const layer = [
    [3 * hidden, hidden],
    [hidden, hidden],
    [ffn, hidden],
    [hidden, ffn],
  ] as const;
  const biases = 3 * hidden + hidden + ffn + hidden;
  const norms = 2 * 2 * hidden;
  return {
    matrices: [
      [vocab, hidden],
      [positions, hidden],
      [2, hidden],
      ...Array.from({ length: layers }, () => layer).flat(),
    ],
    vectors: layers * (biases + norms) + 2 * hidden,
  };
}
