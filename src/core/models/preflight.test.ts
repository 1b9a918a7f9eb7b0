import { describe, expect, it } from 'vitest';
import type { BrowserFacts, GpuFacts } from './preflight.ts';
import { canRunModels, capabilitiesOf, findingsOf } from './preflight.ts';

const gpu: GpuFacts = {
  vendor: 'acme',
  architecture: 'gen-9',
  description: '',
  software: false,
  f16: true,
  limits: {
    maxBufferSize: 2 ** 31,
    maxStorageBufferBindingSize: 2 ** 31,
    maxComputeWorkgroupStorageSize: 32 << 10,
    maxComputeInvocationsPerWorkgroup: 1024,
    maxStorageBuffersPerShaderStage: 10,
  },
};
const good: BrowserFacts = {
  secureContext: true,
  cacheApi: true,
  gpu,
  storage: { usage: 1e9, quota: 11e9, persisted: false },
  promptApi: 'absent',
  deviceMemoryGB: 8,
};
const find = (facts: Partial<BrowserFacts>, code: string) =>
  findingsOf({ ...good, ...facts }).find((finding) => finding.code === code);

describe('the findings', () => {
  it('are all well on a good machine, but for what nothing needs', () => {
    const findings = findingsOf(good);
    expect(canRunModels(findings)).toBe(true);
    expect(findings.filter(({ ok }) => !ok).map(({ code }) => code)).toEqual(['prompt-api']);
    expect(find({}, 'gpu')?.message).toBe('GPU: acme gen-9.');
    expect(find({}, 'storage')?.message).toContain('about 10 more GB');
  });

  it('give a remedy wherever something is amiss', () => {
    const bad = findingsOf({
      secureContext: false,
      cacheApi: false,
      gpu: 'absent',
      storage: { usage: 1, quota: 2, persisted: true },
      promptApi: 'unavailable',
      deviceMemoryGB: null,
    });
    expect(canRunModels(bad)).toBe(false);
    for (const { ok, remedy } of bad) expect(remedy !== '').toBe(!ok);
  });

  it('tell no WebGPU, no GPU and no answer apart', () => {
    expect(find({ gpu: 'absent' }, 'webgpu')).toMatchObject({ ok: false, needed: true });
    expect(find({ gpu: 'no-adapter' }, 'gpu')?.message).toContain('finds no GPU');
    expect(find({ gpu: 'no-answer' }, 'gpu')?.message).toContain('did not answer');
  });

  it('name the limits that are too low', () => {
    const limits = { ...gpu.limits, maxStorageBuffersPerShaderStage: 8, maxBufferSize: 2 ** 27 };
    const finding = find({ gpu: { ...gpu, limits } }, 'gpu-limits');
    expect(finding).toMatchObject({ ok: false, needed: true });
    expect(finding?.message).toContain('maxStorageBuffersPerShaderStage is 8, 10 is needed');
    expect(finding?.message).toContain('maxBufferSize is 134217728, 268435456 is needed');
  });

  it('say that software is slow', () => {
    expect(find({ gpu: { ...gpu, software: true } }, 'gpu')?.message).toContain('very slow');
  });
});

describe('the capabilities', () => {
  it('are those WebLLM will ask for', () => {
    expect(capabilitiesOf(good)).toEqual({ f16: true, maxBindingBytes: 2 ** 30, memoryMB: null });
    const limits = { ...gpu.limits, maxStorageBufferBindingSize: 2 ** 29 };
    expect(capabilitiesOf({ ...good, gpu: { ...gpu, f16: false, limits }, deviceMemoryGB: 4 })).toEqual({
      f16: false,
      maxBindingBytes: 2 ** 27,
      memoryMB: 2048,
    });
  });

  it('are unknown without a GPU', () => {
    expect(capabilitiesOf({ ...good, gpu: 'no-adapter', deviceMemoryGB: null })).toEqual({
      f16: false,
      maxBindingBytes: null,
      memoryMB: null,
    });
  });
});
