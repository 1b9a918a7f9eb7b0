/** Whether there is a GPU for a model: asked before anything is downloaded or loaded for it. */
import type { ModelRecord } from '../../core/models/records.ts';
import { noFeature, noWebGpu } from './errors.ts';

/** A driver that has not answered by then does not answer. */
const PATIENCE_MS = 15_000;

/** Throws LabError `no-webgpu` or `no-gpu-feature`. */
export async function requireGpu({
  title,
  needsF16,
}: Pick<ModelRecord, 'title' | 'needsF16'>): Promise<void> {
  // Absent on plain http and in older browsers, whatever the types say.
  const { gpu } = navigator as { readonly gpu?: GPU };
  const none = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const asked = gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  const adapter = await Promise.race([asked, none]);
  if (!adapter) throw noWebGpu(title);
  if (needsF16 && !adapter.features.has('shader-f16')) {
    throw noFeature(title, 'half-precision shaders (shader-f16).');
  }
}
