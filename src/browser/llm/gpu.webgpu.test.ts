/** Runs in a Chromium with a software adapter: a real device, with real buffers. */
import { expect, it } from 'vitest';
import { modelRecord } from '../../../test/support/model-record.ts';
import { requireGpu } from './adapter.ts';
import { GpuWatch } from './gpu-watch.ts';

async function device(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('This test needs a WebGPU adapter.');
  return adapter.requestDevice();
}

it('finds the adapter, and what it lacks', async () => {
  await requireGpu(modelRecord());
  const adapter = await navigator.gpu.requestAdapter();
  const f16 = requireGpu(modelRecord({ needsF16: true }));
  if (adapter?.features.has('shader-f16')) await f16;
  else await expect(f16).rejects.toMatchObject({ code: 'no-gpu-feature' });
});

it('counts the bytes of buffers that are there, each once', async () => {
  const watch = new GpuWatch();
  watch.start();
  const gpu = await device();
  const usage = GPUBufferUsage.STORAGE;
  const [a, b] = [gpu.createBuffer({ size: 4096, usage }), gpu.createBuffer({ size: 256, usage })];
  expect(watch.bytes).toBe(4352);
  a.destroy();
  a.destroy();
  expect(watch.bytes).toBe(256);
  b.destroy();
  expect(watch.bytes).toBe(0);
  gpu.destroy();
});

it('tells when a device is lost, also when WebLLM itself destroys it', async () => {
  const watch = new GpuWatch();
  watch.start();
  const gpu = await device();
  expect(watch.lostWords).toBeNull();
  gpu.destroy();
  expect(typeof (await watch.lost)).toBe('string');
  expect(watch.lostWords).not.toBeNull();
});
