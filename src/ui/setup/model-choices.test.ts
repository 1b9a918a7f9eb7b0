import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../core/config/schema.ts';
import type { Capabilities } from '../../core/models/choose.ts';
import type { ModelRecord, ModelStatus } from '../../core/models/records.ts';
import { firstChoice, modelGroups, modelsNeeded, standingNote } from './model-choices.ts';

const none: ModelStatus = { state: 'none' };
const complete: ModelStatus = { state: 'complete', totalBytes: 1 };

function entry(id: string, more: Partial<ModelRecord> = {}, status = none) {
  const [family = id, quantization = 'q4f16_1'] = id.split('/');
  const record: ModelRecord = {
    id,
    title: family,
    family,
    kind: 'chat',
    modelUrl: 'https://hub.example/',
    libUrl: 'https://libs.example/a.wasm',
    quantization,
    contextWindow: 4096,
    needsF16: quantization.includes('f16'),
    vramMB: null,
    downloadMB: 269,
    largestTensorMB: null,
    licence: { name: 'Apache 2.0', url: 'https://licence.example/' },
    roles: ['student'],
    custom: false,
    ...more,
  };
  return { record, status };
}
const f16: Capabilities = { f16: true, maxBindingBytes: null, memoryMB: null };
const plain: Capabilities = { ...f16, f16: false };
const ids = (groups: ReturnType<typeof modelGroups>) =>
  groups.map(({ name, options }) => [name, options.map(({ id }) => id)]);

const entries = [
  entry('Tiny/q4f16_1'),
  entry('Tiny/q4f32_1'),
  entry('Small/q4f16_1', {}, complete),
  entry('Big/q4f16_1', { roles: ['teacher'] }),
  entry('Arctic/q0f32', { kind: 'embedding', roles: [] }, complete),
];

describe('the models of a role', () => {
  it('are one version of each family, those that are here first', () => {
    expect(ids(modelGroups(entries, 'student', '', f16))).toEqual([
      ['ready', ['Small/q4f16_1']],
      ['missing', ['Tiny/q4f16_1']],
    ]);
    expect(ids(modelGroups(entries, 'teacher', '', f16))).toEqual([['missing', ['Big/q4f16_1']]]);
  });

  it('are the versions that this device can run, and what it cannot run is called so', () => {
    expect(ids(modelGroups(entries, 'student', '', plain))).toEqual([
      ['missing', ['Tiny/q4f32_1']],
      ['unfit', ['Small/q4f16_1']],
    ]);
  });

  it('always have the one chosen among them: of another role, another version, or unknown', () => {
    const [, missing] = modelGroups(entries, 'student', 'Big/q4f16_1', f16);
    expect(missing?.options.map(({ id }) => id)).toContain('Big/q4f16_1');
    expect(ids(modelGroups(entries, 'student', 'custom:mine', f16)).at(-1)).toEqual([
      'unknown',
      ['custom:mine'],
    ]);
  });

  it('begin with one that is here, else with one that can run', () => {
    expect(firstChoice(entries, 'student', f16)).toBe('Small/q4f16_1');
    expect(firstChoice(entries, 'student', plain)).toBe('Tiny/q4f32_1');
    expect(firstChoice(entries, 'student', null)).toBe('Small/q4f16_1');
    expect(firstChoice([], 'student', f16)).toBeNull();
  });

  it('say what is missing', () => {
    expect(standingNote(entries, 'Small/q4f16_1', f16)).toBeNull();
    expect(standingNote(entries, 'Tiny/q4f16_1', f16)).toContain('about 269 MB to download');
    expect(standingNote(entries, 'Small/q4f16_1', plain)).toContain('shader-f16');
    expect(standingNote(entries, 'custom:mine', f16)).toContain('not known in this browser');
  });
});

it('the models a run needs are those it loads', () => {
  const data = { id: 'film-reviews' };
  expect(modelsNeeded(parseConfig({ data }))).toEqual([]);
  const student = { id: 'in-context', model: 's', encoder: 'arctic' } as const;
  const teacher = { id: 'webllm', model: 't' } as const;
  expect(modelsNeeded(parseConfig({ data, student, teacher })).map(({ id }) => id)).toEqual(['s', 't']);
  const near = { ...student, demonstrations: 'encoder' } as const;
  expect(modelsNeeded(parseConfig({ data, student: near })).map(({ role }) => role)).toEqual([
    'student',
    'encoder',
  ]);
});
