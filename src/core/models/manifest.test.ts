import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../errors.ts';
import { parseChatConfig, parseManifest } from './manifest.ts';

const BASE = 'https://models.example/m/resolve/main/';
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const record = (dataPath: string, more: object = {}) => ({ dataPath, nbytes: 10, md5sum: MD5, ...more });
const read = (...records: object[]) => parseManifest({ metadata: {}, records }, BASE);

describe('the list of weights', () => {
  it('gives addresses, sizes and hashes', () => {
    const manifest = read(record('params_shard_0.bin'), record('parts/b.bin', { nbytes: 5 }));
    expect(manifest).toEqual({
      shards: [
        { url: `${BASE}params_shard_0.bin`, bytes: 10, md5: MD5 },
        { url: `${BASE}parts/b.bin`, bytes: 5, md5: MD5 },
      ],
      totalBytes: 15,
      hashed: true,
      encoderWidth: null,
    });
  });

  it('may name no hashes, and says so', () => {
    expect(read({ dataPath: 'a.bin', nbytes: 1 }, record('b.bin')).hashed).toBe(false);
  });

  it.each([
    '../a.bin',
    '/a.bin',
    'a/../../b.bin',
    'https://elsewhere.example/a.bin',
    '//elsewhere.example/a.bin',
    'a\\..\\b.bin',
    '%2e%2e/a.bin',
    'a.bin?x=1',
    'a.bin#x',
    './a.bin',
    'a//b.bin',
    '',
    'data:,x',
  ])('refuses the file name "%s"', (path) => {
    expect(() => read(record(path))).toThrow(LabError);
  });

  it('never leaves the folder, whatever the name', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        try {
          const [shard] = read(record(path)).shards;
          expect(shard?.url.startsWith(BASE)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-manifest' });
        }
      }),
    );
  });

  it.each([
    null,
    [],
    {},
    { records: [] },
    { records: [{ dataPath: 'a.bin' }] },
    { records: [record('a.bin', { nbytes: -1 })] },
    { records: [record('a.bin', { nbytes: 1.5 })] },
    { records: [record('a.bin', { md5sum: 'no' })] },
    { records: [record('a.bin'), record('a.bin')] },
  ])('refuses %j', (json) => {
    expect(() => parseManifest(json, BASE)).toThrow(expect.objectContaining({ code: 'bad-manifest' }));
  });
});

describe('the chat configuration', () => {
  const config = {
    tokenizer_files: ['tokenizer.model', 'tokenizer.json'],
    model_type: 'llama',
    quantization: 'q4f16_1',
    context_window_size: -1,
    model_config: { hidden_size: 384, context_window_size: 2048 },
  };

  it('is read as far as it is needed', () => {
    expect(parseChatConfig(config)).toEqual({
      tokenizer: 'tokenizer.json',
      modelType: 'llama',
      quantization: 'q4f16_1',
      contextWindow: 2048,
      hiddenSize: 384,
    });
    expect(parseChatConfig({ tokenizer_files: ['tokenizer.model'] }).tokenizer).toBe('tokenizer.model');
  });

  it('is refused without a tokenizer WebLLM reads', () => {
    expect(() => parseChatConfig({ ...config, tokenizer_files: ['vocab.json'] })).toThrow(
      expect.objectContaining({ code: 'model-incomplete' }),
    );
  });

  it.each([null, {}, 'text', { tokenizer_files: 'tokenizer.json' }])('is refused as %j', (json) => {
    expect(() => parseChatConfig(json)).toThrow(expect.objectContaining({ code: 'bad-model-config' }));
  });
});
