/** Models in memory: a student in two quantisations, downloaded by nothing more than asking. */
import type { ModelRecord, ModelStatus } from '../../core/models/records.ts';
import type { BrowserFacts } from '../../core/models/preflight.ts';
import { canRunModels, findingsOf } from '../../core/models/preflight.ts';
import type { Models } from './port.ts';

const TOTAL = 269_000_000;

function fakeModel(quantization: 'q0f16' | 'q0f32'): ModelRecord {
  return {
    id: `Tiny-${quantization}-MLC`,
    title: 'Tiny',
    family: 'Tiny',
    kind: 'chat',
    modelUrl: `https://hub.example/Tiny-${quantization}/resolve/main/`,
    libUrl: `https://libs.example/Tiny-${quantization}.wasm`,
    quantization,
    contextWindow: 4096,
    needsF16: quantization === 'q0f16',
    vramMB: 360,
    downloadMB: 269,
    largestTensorMB: 57,
    licence: { name: 'Apache 2.0', url: 'https://licence.example/' },
    roles: ['student'],
    custom: false,
  };
}

const NO_GPU: BrowserFacts = {
  secureContext: true,
  cacheApi: true,
  gpu: 'no-adapter',
  storage: null,
  promptApi: 'absent',
  deviceMemoryGB: null,
};

export function fakeModels(facts: BrowserFacts = NO_GPU): Models {
  const statuses = new Map<string, ModelStatus>();
  const findings = findingsOf(facts);
  const complete = { state: 'complete', totalBytes: TOTAL } as const;
  const remove = async (id: string): Promise<void> => void statuses.delete(id);
  let mirror: string | null = null;
  const records = [fakeModel('q0f16'), fakeModel('q0f32')];
  return {
    list: async () => [...records],
    preflight: async () => ({ facts, findings, canRun: canRunModels(findings) }),
    status: async (id) => statuses.get(id) ?? { state: 'none' },
    activity: () => null,
    subscribe: () => () => undefined,
    download: async (id) => {
      statuses.set(id, complete);
      return 'complete';
    },
    pause: async () => undefined,
    cancel: remove,
    verify: async () => ({ checked: 9, damaged: [], hashed: true }),
    remove,
    weightsBytes: async () => TOTAL,
    custom: {
      add: async () => fakeModel('q0f16'),
      async addTuned({ folder, library, quantization, tuned }, title) {
        const id = `custom:${tuned.model}-${quantization}`;
        const place = { modelUrl: folder, libUrl: library ?? '' };
        const record = {
          ...fakeModel('q0f16'),
          ...place,
          id,
          family: id,
          title,
          quantization,
          custom: true,
          tuned,
        };
        records.push(record);
        return record;
      },
      remove,
    },
    mirror: {
      get: async () => mirror,
      set: async (base) => (mirror = base === '' ? null : base),
    },
  };
}
