import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../errors.ts';
import type { Json } from '../json.ts';
import { randomStream } from '../random.ts';
import { headFromArtifact, headToArtifact } from './artifact.ts';
import type { TrainingData } from './objective.ts';
import { objective } from './objective.ts';
import { adam, lbfgs } from './optimise.ts';

function randomData(seed: number, n = 14, dimensions = 5, classes = 3): TrainingData {
  const random = randomStream(seed, 'data');
  return {
    features: Float32Array.from({ length: n * dimensions }, () => random.unit() - 0.5),
    targets: Int32Array.from({ length: n }, (_, i) => i % classes),
    n,
    dimensions,
    classes,
  };
}

const rowsOf = (data: TrainingData): number[] => Array.from({ length: data.n }, (_, i) => i);

describe('objective', () => {
  it('has the gradient that finite differences give', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const data = randomData(seed);
        const random = randomStream(seed, 'at');
        const x = Float64Array.from({ length: 18 }, () => random.unit() * 4 - 2);
        const gradient = new Float64Array(18);
        const scratch = new Float64Array(18);
        objective(data, rowsOf(data), 0.3, x, gradient);
        for (let i = 0; i < x.length; i++) {
          const at = (step: number): number => {
            const moved = Float64Array.from(x);
            moved[i] = (moved[i] ?? 0) + step;
            return objective(data, rowsOf(data), 0.3, moved, scratch);
          };
          expect(gradient[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is log(classes) at zero, and leaves the bias out of the penalty', () => {
    const data = randomData(1);
    const x = new Float64Array(18);
    expect(objective(data, rowsOf(data), 5, x, new Float64Array(18))).toBeCloseTo(Math.log(3), 12);
    x.fill(7, 15);
    expect(objective(data, rowsOf(data), 5, x, new Float64Array(18))).toBeCloseTo(Math.log(3), 12);
  });
});

describe('lbfgs', () => {
  it('finds a point without slope, and the same one from anywhere', () => {
    const data = randomData(3);
    const f = (x: Float64Array, g: Float64Array): number => objective(data, rowsOf(data), 1e-2, x, g);
    const fromZero = lbfgs(f, new Float64Array(18));
    const gradient = new Float64Array(18);
    f(fromZero.parameters, gradient);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThanOrEqual(1e-6);
    const elsewhere = lbfgs(f, new Float64Array(18).fill(0.7));
    expect(elsewhere.loss).toBeCloseTo(fromZero.loss, 9);
  });

  it('agrees with a long full-batch Adam', () => {
    const data = randomData(4);
    const exact = lbfgs((x, g) => objective(data, rowsOf(data), 0.05, x, g), new Float64Array(18));
    const slow = adam((rows, x, g) => objective(data, rows, 0.05, x, g), new Float64Array(18), {
      rows: data.n,
      epochs: 6000,
      batchSize: data.n,
      learningRate: 0.01,
      random: randomStream(1, 'order'),
    });
    expect(slow.loss).toBeCloseTo(exact.loss, 5);
  });

  it('ends on separable data without a penalty, where the optimum is at infinity', () => {
    const data: TrainingData = {
      features: Float32Array.from([1, -1]),
      targets: Int32Array.from([0, 1]),
      n: 2,
      dimensions: 1,
      classes: 2,
    };
    const { loss } = lbfgs((x, g) => objective(data, [0, 1], 0, x, g), new Float64Array(4));
    expect(loss).toBeLessThan(1e-4);
  });
});

describe('adam', () => {
  it('takes epochs * ceil(rows / batch) steps, the same for the same seed', () => {
    const data = randomData(5);
    const fit = (seed: number) =>
      adam((rows, x, g) => objective(data, rows, 0.01, x, g), new Float64Array(18), {
        rows: 14,
        epochs: 3,
        batchSize: 4,
        learningRate: 0.05,
        random: randomStream(seed, 'order'),
      });
    expect(fit(1).steps).toBe(12);
    expect(fit(1).parameters).toEqual(fit(1).parameters);
    expect(fit(1).parameters).not.toEqual(fit(2).parameters);
  });
});

describe('artifact', () => {
  it('comes back as it was, to the bit', () => {
    const weights = Float32Array.from([1.5, -0.25, Math.PI, 0, -1e-30, 4]);
    const bias = Float32Array.from([0.1, -2]);
    const stored = JSON.parse(
      JSON.stringify(headToArtifact({ classes: 2, dimensions: 3, weights, bias })),
    ) as Json;
    const head = headFromArtifact(stored);
    expect(head.weights).toEqual(weights);
    expect(head.bias).toEqual(bias);
  });

  it.each([null, {}, { kind: 'head', classes: 2, dimensions: 3, weights: 'AAAA', bias: '' }])(
    'refuses %j',
    (artifact) => {
      expect(() => headFromArtifact(artifact)).toThrow(LabError);
    },
  );
});
