/** A trained head as plain data: base64 of little-endian float32, so that a log can carry it. */
import * as v from 'valibot';
import { LabError } from '../errors.ts';
import type { Json } from '../json.ts';

/** Softmax head: row-major weights [classes, dimensions] and one bias a class. */
export interface Head {
  readonly classes: number;
  readonly dimensions: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

const Schema = v.object({
  kind: v.literal('head'),
  classes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  dimensions: v.pipe(v.number(), v.integer(), v.minValue(1)),
  weights: v.string(),
  bias: v.string(),
});

export function headToArtifact(head: Head): Json {
  return {
    kind: 'head',
    classes: head.classes,
    dimensions: head.dimensions,
    weights: toBase64(head.weights),
    bias: toBase64(head.bias),
  };
}

/** Throws LabError `bad-artifact` when the data is no head or its sizes disagree. */
export function headFromArtifact(artifact: Json): Head {
  const parsed = v.safeParse(Schema, artifact);
  if (parsed.success) {
    const { classes, dimensions } = parsed.output;
    const weights = fromBase64(parsed.output.weights);
    const bias = fromBase64(parsed.output.bias);
    if (weights.length === classes * dimensions && bias.length === classes) {
      return { classes, dimensions, weights, bias };
    }
  }
  throw new LabError(
    'bad-artifact',
    'The stored head cannot be read.',
    'The log is damaged: open another copy of the run, or start it again.',
  );
}

function toBase64(values: Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Float32Array {
  const raw = atob(text);
  const bytes = Uint8Array.from(raw, (char) => char.charCodeAt(0));
  return new Float32Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 4));
}
