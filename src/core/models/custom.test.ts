import { describe, expect, it } from 'vitest';
import { customRecord, libraryUrl, weightsUrl, withFreeId } from './custom.ts';
import { inspectModel } from './fetching.ts';
import type { Fetch } from './fetching.ts';
import { parseChatConfig } from './manifest.ts';

const HUB = 'https://huggingface.co/org/name';

describe('the address of weights', () => {
  it.each([
    [HUB, `${HUB}/resolve/main/`],
    ['huggingface.co/org/name', `${HUB}/resolve/main/`],
    [`${HUB}/`, `${HUB}/resolve/main/`],
    [`${HUB}/tree/v2`, `${HUB}/resolve/v2/`],
    [`${HUB}/resolve/abc/`, `${HUB}/resolve/abc/`],
    ['https://a.example/m', 'https://a.example/m/resolve/main/'],
    ['http://localhost:8000/m/resolve/main', 'http://localhost:8000/m/resolve/main/'],
    [' http://127.0.0.1:8000/m ', 'http://127.0.0.1:8000/m/resolve/main/'],
  ])('%s becomes %s', (text, url) => {
    expect(weightsUrl(text)).toBe(url);
  });

  it.each([
    ['models/x', /no whole web address/u],
    ['', /missing/u],
    ['http://a.example/m', /plain http/u],
    ['ftp://a.example/m', /does not begin with https/u],
    ['https://a.example/m.gguf', /names a file/u],
    ['https://huggingface.co/org', /names no model/u],
    ['https://u:p@a.example/m', /name or a password/u],
    ['https://a.example/m?x=1', /after \? or #/u],
  ])('"%s" is refused', (text, message) => {
    expect(() => weightsUrl(text)).toThrow(expect.objectContaining({ code: 'bad-model-url' }));
    expect(() => weightsUrl(text)).toThrow(message);
  });
});

it('takes a library for what ends in .wasm', () => {
  expect(libraryUrl('https://a.example/x.wasm')).toBe('https://a.example/x.wasm');
  expect(() => libraryUrl('https://a.example/x.so')).toThrow(/does not end in \.wasm/u);
});

describe('looking at a model', () => {
  const place = { modelUrl: 'https://a.example/m/resolve/main/', libUrl: 'https://a.example/x.wasm' };
  const files: Record<string, () => Response> = {
    'mlc-chat-config.json': () => Response.json({ tokenizer_files: ['tokenizer.json'], model_type: 'llama' }),
    'tensor-cache.json': () => Response.json({ records: [{ dataPath: 'a.bin', nbytes: 7 }] }),
    'tokenizer.json': () => Response.json({}),
    'x.wasm': () => new Response(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
  };
  const look = (changed: Record<string, () => Response> = {}) => {
    const fetch: Fetch = async (url) => {
      const respond = { ...files, ...changed }[url.split('/').at(-1) ?? ''];
      return respond?.() ?? new Response('Not found', { status: 404 });
    };
    return inspectModel(place, { fetch, manifestName: 'tensor-cache.json' }, new AbortController().signal);
  };
  const missing = () => new Response('', { status: 404 });
  const page = () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } });

  it('downloads no weights', async () => {
    expect((await look()).manifest.totalBytes).toBe(7);
  });

  it.each([
    ['mlc-chat-config.json', missing, 'model-missing', /There is no mlc-chat-config\.json at .*404/u],
    ['tensor-cache.json', missing, 'model-missing', /tensor-cache\.json/u],
    ['tokenizer.json', missing, 'model-missing', /tokenizer\.json/u],
    ['x.wasm', missing, 'model-missing', /x\.wasm/u],
    [
      'mlc-chat-config.json',
      () => new Response('', { status: 401 }),
      'model-missing',
      /not open to everybody/u,
    ],
    ['mlc-chat-config.json', page, 'not-a-model-file', /there is a web page/u],
    ['tensor-cache.json', () => new Response('<html>'), 'not-a-model-file', /there is a web page/u],
    ['tensor-cache.json', () => new Response('{'), 'not-a-model-file', /not valid JSON/u],
    ['x.wasm', () => new Response('MZ..'), 'not-a-library', /does not begin as WebAssembly/u],
    ['x.wasm', () => new Response(''), 'not-a-library', /does not begin as WebAssembly/u],
    [
      'tensor-cache.json',
      () => new Response('', { status: 503 }),
      'model-unreachable',
      /could not be fetched/u,
    ],
    [
      'tensor-cache.json',
      () => {
        throw new TypeError('Failed to fetch');
      },
      'model-unreachable',
      /could not be fetched from a\.example/u,
    ],
  ])('says what is wrong with %s', async (name, respond, code, message) => {
    const error: unknown = await look({ [name]: respond }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(error).toHaveProperty('remedy');
  });
});

describe('the record of a custom model', () => {
  const chat = {
    modelUrl: 'https://a.example/my-student/resolve/main/',
    libUrl: 'https://a.example/x.wasm',
    title: null,
    config: parseChatConfig({ tokenizer_files: ['tokenizer.json'], quantization: 'q0f16' }),
    manifest: { shards: [], totalBytes: 12e6, hashed: false, encoderWidth: null },
  };

  it('says what is known', () => {
    expect(customRecord(chat)).toMatchObject({
      id: 'custom:my-student',
      title: 'my-student',
      kind: 'chat',
      needsF16: true,
      downloadMB: 12,
      vramMB: null,
      roles: ['student', 'teacher'],
      custom: true,
    });
  });

  it('tells an embedding model by its type', () => {
    const config = { ...chat.config, modelType: 'bert', hiddenSize: 384 };
    expect(customRecord({ ...chat, config })).toMatchObject({
      kind: 'embedding',
      roles: [],
      embedding: { dimensions: 384 },
    });
    const bare = { ...config, hiddenSize: null };
    expect(() => customRecord({ ...chat, config: bare })).toThrow(/how wide the model is/u);
    // mlc_llm's own configurations do not say it; the word embeddings in the list of weights do.
    const manifest = { ...chat.manifest, encoderWidth: 384 };
    expect(customRecord({ ...chat, config: bare, manifest }).embedding?.dimensions).toBe(384);
    expect(customRecord({ ...chat, manifest }).kind).toBe('embedding');
  });

  it('never takes the id of another', () => {
    const record = customRecord(chat);
    const second = withFreeId(record, [record]);
    expect(second.id).toBe('custom:my-student-2');
    expect(withFreeId(record, [record, second]).id).toBe('custom:my-student-3');
    expect(withFreeId(record, [])).toBe(record);
  });
});
