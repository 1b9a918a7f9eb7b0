import { describe, expect, it } from 'vitest';
import { caught, containing } from '../../../test/support/caught.ts';
import { parseChatConfig } from './manifest.ts';
import { parseStudent, placeOf, tunedRecord } from './tuned.ts';

const FOLDER = 'http://127.0.0.1:8040/v1/models/ft%3Asmall%3A1/mlc/resolve/q0f16/';
const HOME = 'http://127.0.0.1:8040/v1';
const LIBRARY = 'https://libs.example/v1/base/Tiny-q0f16.wasm';
const SHA = 'A'.repeat(64);
const found = {
  modelVersion: 'v1/base',
  manifestName: 'tensor-cache.json',
  records: [
    {
      id: 'Other',
      modelUrl: 'https://hub.example/other',
      libUrl: 'https://libs.example/v1/base/Other.wasm',
      vramMB: null,
      contextWindow: null,
      requiredFeatures: [],
    },
  ],
} as const;

function student(more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    version: 1,
    model: 'ft:small:1',
    base: 'small',
    quantization: 'q0f16',
    model_lib: LIBRARY,
    files: { 'params_shard_0.bin': { sha256: SHA, bytes: 12 } },
    ...more,
  };
}

describe('a student.json', () => {
  it('says what each file must be', () => {
    const { tuned, library } = parseStudent(student(), FOLDER, HOME);
    expect(library).toBe(LIBRARY);
    expect(tuned).toEqual({
      baseUrl: HOME,
      model: 'ft:small:1',
      base: 'small',
      files: { 'params_shard_0.bin': { sha256: SHA.toLowerCase(), bytes: 12 } },
    });
  });

  it.each([
    ['no object', 'text'],
    ['a name that leads elsewhere', student({ files: { '../x': { sha256: SHA, bytes: 1 } } })],
    ['a sum that is none', student({ files: { x: { sha256: 'abc', bytes: 1 } } })],
    ['no quantisation', student({ quantization: '' })],
  ])('is refused: %s', (_what, json) => {
    expect(caught(() => parseStudent(json, FOLDER, HOME))).toMatchObject({ code: 'bad-student' });
  });
});

describe('its place', () => {
  it('is the backend for the weights, and WebLLM’s own folder for the library', () => {
    expect(placeOf(parseStudent(student(), FOLDER, HOME), found)).toEqual({
      modelUrl: FOLDER,
      libUrl: LIBRARY,
    });
  });

  it('is none without a library of this page’s WebLLM', () => {
    const of = (model_lib: string | null) => () =>
      placeOf(parseStudent(student({ model_lib }), FOLDER, HOME), found);
    expect(caught(of(null))).toMatchObject({ code: 'no-library', message: containing('q0f16') });
    for (const other of ['https://libs.example/v0/base/Tiny.wasm', 'https://evil.example/x.wasm', 'x'])
      expect(caught(of(other))).toMatchObject({ code: 'other-webllm' });
  });
});

it('its record is a model of one’s own that knows where it came from, and holds no key', () => {
  const { tuned } = parseStudent(student(), FOLDER, HOME);
  const config = parseChatConfig({ tokenizer_files: ['tokenizer.json'], quantization: 'q0f16' });
  const manifest = { shards: [], totalBytes: 12e6, hashed: false, encoderWidth: null };
  const place = { modelUrl: FOLDER, libUrl: LIBRARY };
  expect(tunedRecord({ ...place, title: 'Mine', config, manifest }, tuned)).toMatchObject({
    id: 'custom:ft:small:1-q0f16',
    title: 'Mine',
    custom: true,
    roles: ['student', 'teacher'],
    needsF16: true,
    tuned,
  });
});
