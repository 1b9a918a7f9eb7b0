import { describe, expect, it } from 'vitest';
import type { ModelRecord } from '../../core/models/records.ts';
import {
  factsOf,
  groupModels,
  nameOf,
  percentOf,
  progressText,
  statusText,
  timeText,
} from './models-view.ts';

const record = (id: string, more: Partial<ModelRecord> = {}): ModelRecord => ({
  id,
  title: 'Tiny',
  family: 'tiny',
  kind: 'chat',
  modelUrl: `https://hub.example/${id}/resolve/main/`,
  libUrl: `https://libs.example/${id}.wasm`,
  quantization: 'q4f16_1',
  contextWindow: 4096,
  needsF16: true,
  vramMB: 376.06,
  downloadMB: 203.6,
  largestTensorMB: 24,
  licence: { name: 'Apache 2.0', url: 'https://licence.example' },
  roles: ['student'],
  custom: false,
  ...more,
});
const half = record('a');
const full = record('b', { quantization: 'q4f32_1', needsF16: false });

describe('the groups', () => {
  it('show a family once, with the quantisation for the device first', () => {
    const device = { f16: false, maxBindingBytes: null, memoryMB: null };
    const teacher = record('c', { family: 'large', roles: ['teacher'] });
    const both = record('d', { family: 'both', roles: ['student', 'teacher'] });
    const groups = groupModels([half, full, teacher, both], device);
    expect(groups.map(({ name, families }) => [name, families.map(({ main }) => main.id)])).toEqual([
      ['student', ['b', 'd']],
      ['teacher', ['c']],
    ]);
    expect(groups[0]?.families[0]).toMatchObject({ choice: { why: 'no-f16' }, others: [{ id: 'a' }] });
    expect(groups[1]?.families[0]).toMatchObject({ choice: null });
  });

  it('recommend nothing where there is no GPU', () => {
    expect(groupModels([half, full], null)[0]?.families[0]).toMatchObject({
      main: { id: 'a' },
      choice: null,
    });
  });

  it('keep one’s own models and encoders apart', () => {
    const own = record('custom:x', { family: 'custom:x', custom: true });
    const encoder = record('e', { family: 'e', kind: 'embedding', roles: [] });
    expect(groupModels([own, encoder], null).map(({ name }) => name)).toEqual(['embedding', 'custom']);
  });
});

describe('the figures', () => {
  it('say about, until the list was read', () => {
    expect(factsOf(half, null)[0]).toBe('about 204 MB to download');
    expect(factsOf(half, 205_400_000)[0]).toBe('205 MB to download');
    expect(factsOf({ ...half, custom: true, downloadMB: 0.15 }, null)[0]).toBe('150 kB to download');
    expect(factsOf({ ...half, vramMB: null }, null)[1]).toBe('GPU memory not known');
  });

  it('say where a model stands', () => {
    expect(statusText({ state: 'none' })).toBe('Not downloaded');
    expect(statusText({ state: 'partial', doneBytes: 120e6, totalBytes: 269e6 })).toBe(
      '120 MB of 269 MB downloaded',
    );
    expect(statusText({ state: 'partial', doneBytes: 59, totalBytes: null })).toBe('59 bytes downloaded');
    expect(statusText({ state: 'complete', totalBytes: 1.81e9 })).toBe('Ready offline, 1.8 GB');
  });

  it('give bytes, speed and time left', () => {
    const progress = { doneBytes: 120e6, totalBytes: 269e6, bytesPerSecond: 3.4e6, secondsLeft: 43.8 };
    expect(progressText(progress)).toBe(
      '120 MB of 269 MB downloaded · 3.4 MB a second · about 45 seconds left',
    );
    expect(percentOf(progress)).toBe(44);
    expect(percentOf({ ...progress, totalBytes: null })).toBeNull();
  });

  it.each([
    [0.4, '5 seconds'],
    [42, '45 seconds'],
    [58, '1 minute'],
    [600, '10 minutes'],
    [5000, '1 hour'],
    [20_000, '6 hours'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(timeText(seconds)).toBe(text);
  });

  it('tell two quantisations apart by name', () => {
    expect(nameOf(half)).toBe('Tiny (q4f16_1)');
    expect(nameOf({ ...half, custom: true })).toBe('Tiny');
  });
});
