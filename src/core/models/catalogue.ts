/** The catalogue: curated families, as far as the installed WebLLM has them. */
import { FAMILIES, recordId } from './families.ts';
import type { ModelFamily } from './families.ts';
import type { ModelRecord, PrebuiltRecord } from './records.ts';
import { isHalfPrecision } from './records.ts';
import type { Quantization } from './size.ts';
import { downloadBytes, largestTensorBytes } from './size.ts';
import { folderUrl } from './urls.ts';

const MB = 1e6;

/**
 * Records of the curated models in the order of the families, the preferred quantisation first. One that
 * the installed WebLLM does not know is left out.
 */
export function catalogue(prebuilt: readonly PrebuiltRecord[]): ModelRecord[] {
  const byId = new Map(prebuilt.map((record) => [record.id, record]));
  return FAMILIES.flatMap((family) =>
    family.quantizations.flatMap((quantization) => {
      const known = byId.get(recordId(family, quantization));
      return known ? [toRecord(family, quantization, known)] : [];
    }),
  );
}

function toRecord(family: ModelFamily, quantization: Quantization, known: PrebuiltRecord): ModelRecord {
  return {
    id: known.id,
    title: family.title,
    family: family.id,
    kind: family.kind,
    modelUrl: folderUrl(known.modelUrl),
    libUrl: known.libUrl,
    quantization,
    contextWindow: known.contextWindow ?? family.contextWindow,
    // Many q4f16_1 records list no feature and yet hold half-precision kernels.
    needsF16: isHalfPrecision(quantization) || known.requiredFeatures.includes('shader-f16'),
    vramMB: known.vramMB,
    downloadMB: downloadBytes(family.shape, quantization) / MB,
    largestTensorMB: largestTensorBytes(family.shape, quantization) / MB,
    licence: family.licence,
    roles: family.roles,
    custom: false,
    ...(family.embedding && { embedding: family.embedding }),
  };
}
