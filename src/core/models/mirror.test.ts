import { describe, expect, it } from 'vitest';
import { readPrebuilt } from '../../../scripts/webllm-records.ts';
import { catalogue } from './catalogue.ts';
import { fromSource, mirrorBase, sourceOf } from './mirror.ts';

const [record] = catalogue((await readPrebuilt()).records);
if (!record) throw new Error('The catalogue is empty.');

describe('the address of a mirror', () => {
  it('is kept without a slash at its end', () => {
    expect(mirrorBase(' https://models.school.example/llm/ ')).toBe('https://models.school.example/llm');
    expect(mirrorBase('http://localhost:8080')).toBe('http://localhost:8080');
    expect(mirrorBase('http://127.0.0.1:8080/')).toBe('http://127.0.0.1:8080');
  });

  it('may not be on plain http elsewhere, and says why', () => {
    expect(() => mirrorBase('http://models.school.example')).toThrow(/neither WebGPU nor caches/u);
  });

  it.each([
    'models.school.example',
    'ftp://models.example',
    'https://me:secret@models.example',
    'https://models.example/?key=1',
    '',
  ])('is refused as "%s"', (text) => {
    expect(() => mirrorBase(text)).toThrow(expect.objectContaining({ code: 'bad-mirror' }));
  });
});

describe('the files of a model', () => {
  it('come from the mirror, in the layout that npm run mirror makes', () => {
    const source = sourceOf(record, 'https://m.example');
    expect(source.modelUrl).toBe('https://m.example/SmolLM2-135M-Instruct-q0f16-MLC/resolve/main/');
    expect(source.libUrl).toBe('https://m.example/libs/SmolLM2-135M-Instruct-q0f16_cs1k-webgpu.wasm');
    expect(fromSource(`${record.modelUrl}params_shard_3.bin`, record, source)).toBe(
      `${source.modelUrl}params_shard_3.bin`,
    );
    expect(fromSource(record.libUrl, record, source)).toBe(source.libUrl);
  });

  it('come from where they are published without one, and so do custom ones with one', () => {
    expect(sourceOf(record, null)).toBe(record);
    const custom = { ...record, custom: true };
    expect(sourceOf(custom, 'https://m.example')).toBe(custom);
  });
});
