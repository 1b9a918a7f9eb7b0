/** A model that a fine-tuning backend made and hands over as WebLLM weights: its student.json, and its record. */
import * as v from 'valibot';
import { LabError } from '../errors.ts';
import type { CustomModel } from './custom.ts';
import { customRecord, libraryUrl, weightsUrl } from './custom.ts';
import type { ModelSource } from './mirror.ts';
import type { ModelRecord, PrebuiltRecords, TunedOrigin } from './records.ts';

/** What a student.json says, and where it lies. */
export interface TunedWeights {
  /** The folder of the weights, ending in a slash. */
  readonly folder: string;
  /** Null: no prebuilt library of WebLLM runs this size in this quantisation. */
  readonly library: string | null;
  readonly quantization: string;
  readonly tuned: TunedOrigin;
}

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const StudentSchema = v.object({
  model: name,
  base: name,
  quantization: name,
  model_lib: v.nullable(name),
  files: v.record(
    v.pipe(v.string(), v.regex(/^[\w.-]{1,200}$/u, 'no plain file name')),
    v.object({
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/iu, 'no SHA-256 in hexadecimal')),
      bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
  ),
});

/**
 * Reads a student.json: untrusted.
 * @param folder that it lies in, ending in a slash
 * Throws LabError `bad-student`.
 */
export function parseStudent(json: unknown, folder: string, baseUrl: string): TunedWeights {
  const parsed = v.safeParse(StudentSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new LabError(
      'bad-student',
      `The backend's student.json cannot be used: at "${v.getDotPath(issue) ?? 'top'}": ${issue.message}.`,
      'Bring backend and page to the same version, or use the model at the backend.',
    );
  }
  const { model, base, quantization, model_lib: library } = parsed.output;
  const files = Object.fromEntries(
    Object.entries(parsed.output.files).map(([file, { sha256, bytes }]) => [
      file,
      { bytes, sha256: sha256.toLowerCase() },
    ]),
  );
  return { folder, library, quantization, tuned: { baseUrl, model, base, files } };
}

/**
 * The addresses of weights and library. A library is code: only one out of the folder that this page's WebLLM has its
 * own from is run, which is of the same version as well.
 * Throws LabError `no-library`, `other-webllm`, `bad-model-url`.
 */
export function placeOf(
  { folder, library, quantization }: TunedWeights,
  { records, modelVersion }: PrebuiltRecords,
): ModelSource {
  if (library === null) {
    throw new LabError(
      'no-library',
      `WebLLM has no prebuilt library for a model of this size in ${quantization}.`,
      'Choose another quantisation, or use the model at the backend.',
    );
  }
  if (!URL.canParse(library) || !records.some(({ libUrl }) => sameFolder(libUrl, library))) {
    throw new LabError(
      'other-webllm',
      `The backend names a library that is none of this page's WebLLM (${modelVersion}).`,
      'Bring backend and page to the same version.',
      { library },
    );
  }
  return { modelUrl: weightsUrl(folder), libUrl: libraryUrl(library) };
}

function sameFolder(a: string, b: string): boolean {
  return new URL('.', a).href === new URL('.', b).href;
}

/** The record of a tuned model. Throws LabError `bad-model-config`. */
export function tunedRecord(model: CustomModel, tuned: TunedOrigin): ModelRecord {
  const record = customRecord(model);
  // The folder is called "mlc" for every model of a backend.
  const id = `custom:${tuned.model}-${record.quantization}`;
  return { ...record, id, family: id, tuned };
}
