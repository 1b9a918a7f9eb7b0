/** A model that exists nowhere. */
import type { ModelRecord } from '../../src/core/models/records.ts';

export function modelRecord(changes: Partial<ModelRecord> = {}): ModelRecord {
  return {
    id: 'tiny-q0f32',
    title: 'Tiny',
    family: 'tiny',
    kind: 'chat',
    modelUrl: 'https://models.example/tiny/resolve/main/',
    libUrl: 'https://models.example/libs/tiny.wasm',
    quantization: 'q0f32',
    contextWindow: 1024,
    needsF16: false,
    vramMB: null,
    downloadMB: 1,
    largestTensorMB: null,
    licence: { name: 'MIT', url: 'https://models.example/licence' },
    roles: ['student', 'teacher'],
    custom: false,
    ...changes,
  };
}
