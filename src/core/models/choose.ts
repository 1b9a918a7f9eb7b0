/** Which quantisation of a model a device should take. */
import type { ModelRecord } from './records.ts';

/** What is known of a device; null where it is not. */
export interface Capabilities {
  readonly f16: boolean;
  /** Bytes: the largest piece of memory a shader may see. */
  readonly maxBindingBytes: number | null;
  /** Memory that models may take, in MB; a hint only. */
  readonly memoryMB: number | null;
}

/** `tight`: it may not fit into memory, but nobody can tell before it is tried. */
export type Fit = 'fits' | 'tight' | 'needs-f16' | 'tensor-too-large';

export interface Choice {
  readonly record: ModelRecord;
  /**
   * `preferred`: the family's first choice. The others say why the first choice was passed over, or, for
   * `tight`, that this one is the smallest and may not fit.
   */
  readonly why: 'preferred' | 'no-f16' | 'tensor-too-large' | 'memory' | 'tight';
}

const MB = 1e6;

/** Whether a device can run a model, as far as can be told beforehand. */
export function fitOf(record: ModelRecord, { f16, maxBindingBytes, memoryMB }: Capabilities): Fit {
  if (record.needsF16 && !f16) return 'needs-f16';
  const { largestTensorMB, vramMB } = record;
  if (largestTensorMB !== null && maxBindingBytes !== null && largestTensorMB * MB > maxBindingBytes)
    return 'tensor-too-large';
  return vramMB !== null && memoryMB !== null && vramMB > memoryMB ? 'tight' : 'fits';
}

/**
 * The best of a family's records for a device, and why; null where none can run.
 * @param variants records of one family, the preferred first
 */
export function chooseVariant(variants: readonly ModelRecord[], device: Capabilities): Choice | null {
  const [first] = variants;
  if (!first) return null;
  const judged = variants.map((record) => ({ record, fit: fitOf(record, device) }));
  const fitting = judged.find(({ fit }) => fit === 'fits');
  if (fitting) return { record: fitting.record, why: whyNot(fitOf(first, device)) };
  const tight = judged.filter(({ fit }) => fit === 'tight').map(({ record }) => record);
  const smallest = tight.sort((a, b) => (a.vramMB ?? 0) - (b.vramMB ?? 0))[0];
  return smallest ? { record: smallest, why: 'tight' } : null;
}

function whyNot(fitOfFirst: Fit): Choice['why'] {
  switch (fitOfFirst) {
    case 'fits':
      return 'preferred';
    case 'needs-f16':
      return 'no-f16';
    case 'tensor-too-large':
      return 'tensor-too-large';
    case 'tight':
      return 'memory';
  }
}
