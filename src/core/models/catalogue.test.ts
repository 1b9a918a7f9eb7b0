import { describe, expect, it } from 'vitest';
import { readPrebuilt } from '../../../scripts/webllm-records.ts';
import { catalogue } from './catalogue.ts';
import { chooseVariant, fitOf } from './choose.ts';
import { curatedIds } from './families.ts';

const installed = await readPrebuilt();
const records = catalogue(installed.records);
const family = (id: string) => records.filter((record) => record.family === id);

describe('the catalogue', () => {
  it('has every curated model of the installed WebLLM', () => {
    expect(records.map(({ id }) => id).sort()).toEqual(curatedIds().sort());
    expect(installed.manifestName).toBe('tensor-cache.json');
  });

  it('leaves out what another version does not have', () => {
    const fewer = installed.records.filter(({ id }) => !id.startsWith('Qwen3'));
    expect(catalogue(fewer).some(({ id }) => id.startsWith('Qwen3'))).toBe(false);
    expect(catalogue([])).toEqual([]);
  });

  it('gives whole addresses, sizes and licences', () => {
    for (const record of records) {
      expect(record.modelUrl).toMatch(/^https:\/\/huggingface\.co\/mlc-ai\/[^/]+\/resolve\/main\/$/u);
      expect(record.libUrl).toMatch(/^https:\/\/.*\.wasm$/u);
      expect(record.downloadMB).toBeGreaterThan(50);
      expect(record.vramMB).toBeGreaterThan(record.downloadMB / 2);
      expect(record.licence.url).toMatch(/^https:/u);
      expect(record.needsF16).toBe(record.quantization.includes('f16'));
      expect(record.kind === 'embedding').toBe(record.embedding !== undefined);
      expect(record.roles.length > 0).toBe(record.kind === 'chat');
    }
  });
});

describe('the choice of a quantisation', () => {
  const gpu = { f16: true, maxBindingBytes: 2 ** 30, memoryMB: null };

  it('takes the preferred one where it runs', () => {
    const choice = chooseVariant(family('SmolLM2-360M-Instruct'), gpu);
    expect(choice).toMatchObject({ record: { quantization: 'q4f16_1' }, why: 'preferred' });
  });

  it('takes one in full precision where there is no half precision', () => {
    const choice = chooseVariant(family('SmolLM2-135M-Instruct'), { ...gpu, f16: false });
    expect(choice).toMatchObject({ record: { quantization: 'q0f32' }, why: 'no-f16' });
  });

  it('has none where a tensor is larger than a shader may see', () => {
    expect(chooseVariant(family('Llama-3.2-3B-Instruct'), { ...gpu, maxBindingBytes: 2 ** 27 })).toBeNull();
    expect(chooseVariant(family('Llama-3.2-1B-Instruct'), { ...gpu, maxBindingBytes: 2 ** 27 })?.why).toBe(
      'preferred',
    );
  });

  it('takes the smallest where none surely fits into memory', () => {
    const choice = chooseVariant(family('Qwen2.5-1.5B-Instruct'), { ...gpu, memoryMB: 512 });
    expect(choice).toMatchObject({ record: { quantization: 'q4f16_1' }, why: 'tight' });
  });

  it('passes over what may not fit for what does', () => {
    const variants = family('SmolLM2-135M-Instruct').toReversed();
    const choice = chooseVariant(variants, { ...gpu, memoryMB: 512 });
    expect(choice).toMatchObject({ record: { quantization: 'q0f16' }, why: 'memory' });
  });

  it('says why a model does not run', () => {
    const [half] = family('SmolLM2-135M-Instruct');
    const [large] = family('Llama-3.2-3B-Instruct');
    if (!half || !large) throw new Error('missing');
    expect(fitOf(half, { ...gpu, f16: false })).toBe('needs-f16');
    expect(fitOf(large, { ...gpu, maxBindingBytes: 2 ** 27 })).toBe('tensor-too-large');
    expect(fitOf(large, { ...gpu, memoryMB: 1024 })).toBe('tight');
    expect(fitOf(half, gpu)).toBe('fits');
  });

  it('has nothing to choose from nothing', () => {
    expect(chooseVariant([], gpu)).toBeNull();
  });
});
