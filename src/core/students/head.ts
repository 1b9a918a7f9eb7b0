/** Student: a frozen encoder with a trained head. Every label gets a score. */
import type { Encoder } from '../encoders/port.ts';
import { headFromArtifact } from '../head/artifact.ts';
import { softmaxRow } from '../head/objective.ts';
import type { Json } from '../json.ts';
import type { Student } from './port.ts';

/** @param labels in the order in which scores are listed */
export function headStudent(labels: readonly string[], encoder: Encoder): Student {
  return {
    id: 'head',
    changes: 'head',
    // Small enough that progress is seen while texts are encoded for the first time.
    chunk: 8,
    leavesOwnOut: false,
    load(artifact: Json) {
      const head = headFromArtifact(artifact);
      const scores = new Float64Array(head.classes);
      return Promise.resolve({
        async predict(questions, signal) {
          const vectors = await encoder.encode(
            questions.map(({ text }) => text),
            signal,
          );
          return vectors.map((vector) => {
            softmaxRow(head.weights, head.bias, vector, 0, head.dimensions, scores);
            return { answer: labels[argMax(scores)] ?? null, scores: Array.from(scores, round6) };
          });
        },
      });
    },
  };
}

function argMax(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
