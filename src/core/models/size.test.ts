import { expect, it } from 'vitest';
import { FAMILIES } from './families.ts';
import { countWeights, downloadBytes, largestTensorBytes } from './size.ts';

function shapeOf(id: string) {
  const family = FAMILIES.find((one) => one.id === id);
  if (!family) throw new Error(`no family ${id}`);
  return family.shape;
}

it.each([
  ['SmolLM2-135M-Instruct', 134_515_008],
  ['SmolLM2-360M-Instruct', 361_821_120],
  ['Qwen2.5-0.5B-Instruct', 494_032_768],
  ['Qwen3-0.6B', 596_049_920],
  ['Llama-3.2-1B-Instruct', 1_235_814_400],
  ['Qwen2.5-1.5B-Instruct', 1_543_714_304],
  ['Llama-3.2-3B-Instruct', 3_212_749_824],
])('%s has as many weights as its makers publish', (id, weights) => {
  expect(countWeights(shapeOf(id))).toBe(weights);
});

it('gives known download sizes', () => {
  const mb = (id: string, quantization: Parameters<typeof downloadBytes>[1]) =>
    Math.round(downloadBytes(shapeOf(id), quantization) / 1e6);
  expect(mb('SmolLM2-135M-Instruct', 'q0f16')).toBe(269);
  expect(mb('SmolLM2-360M-Instruct', 'q0f16')).toBe(724);
  expect(mb('Llama-3.2-1B-Instruct', 'q4f16_1')).toBe(695);
});

it('knows that 32-bit floats travel as bfloat16', () => {
  const shape = shapeOf('SmolLM2-135M-Instruct');
  expect(downloadBytes(shape, 'q0f32')).toBe(downloadBytes(shape, 'q0f16'));
});

it('packs 32 weights into 16 bytes and a scale', () => {
  const shape = { type: 'encoder', layers: 0, hidden: 40, ffn: 0, vocab: 10, positions: 0 } as const;
  // 12 rows (10 of the vocabulary, 2 of the types) of 2 groups each; a norm of 2 times 40 numbers.
  expect(downloadBytes(shape, 'q4f16_1')).toBe(12 * 2 * (16 + 2) + 80 * 2);
});

it('finds the largest tensor: the vocabulary, here', () => {
  const shape = shapeOf('SmolLM2-135M-Instruct');
  expect(largestTensorBytes(shape, 'q0f16')).toBe(49_152 * 576 * 2);
  expect(largestTensorBytes(shape, 'q0f32')).toBe(49_152 * 576 * 4);
  expect(largestTensorBytes(shapeOf('Llama-3.2-3B-Instruct'), 'q4f16_1')).toBe((128_256 * 3072) / 2);
});
