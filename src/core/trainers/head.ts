/** Trainer of a softmax head on a frozen encoder: the only weights a tab without a GPU can change. */
import type { HeadConfig } from '../config/schema.ts';
import type { Encoder } from '../encoders/port.ts';
import type { Head } from '../head/artifact.ts';
import { headFromArtifact, headToArtifact } from '../head/artifact.ts';
import type { TrainingData } from '../head/objective.ts';
import { objective } from '../head/objective.ts';
import type { Optimum } from '../head/optimise.ts';
import { adam, lbfgs } from '../head/optimise.ts';
import { randomStream } from '../random.ts';
import type { FitRequest, FitResult, Trainer } from './port.ts';

/**
 * Mean cross-entropy + (L2/2)||W||^2, bias free. Full-batch fits run to convergence, from zeros or from
 * the last head; minibatch fits take epochs * ceil(n / batchSize) steps in an order drawn from the seed.
 */
export function headTrainer(config: HeadConfig, encoder: Encoder): Trainer {
  return {
    id: 'head',
    cheap: true,
    async fit(request: FitRequest, signal: AbortSignal): Promise<FitResult> {
      const data = await prepare(request, encoder, signal);
      const size = data.classes * data.dimensions;
      const start = new Float64Array(size + data.classes);
      if (request.from !== null) {
        const last = headFromArtifact(request.from);
        start.set(last.weights);
        start.set(last.bias, size);
      }
      const optimum =
        config.fit === 'minibatch'
          ? byMinibatches(data, config, start, request.randomSeed)
          : toConvergence(data, config, start);
      const head: Head = {
        classes: data.classes,
        dimensions: data.dimensions,
        weights: Float32Array.from(optimum.parameters.subarray(0, size)),
        bias: Float32Array.from(optimum.parameters.subarray(size)),
      };
      return { artifact: headToArtifact(head), steps: optimum.steps, loss: round6(optimum.loss) };
    },
  };
}

async function prepare(request: FitRequest, encoder: Encoder, signal: AbortSignal): Promise<TrainingData> {
  const { examples, labels } = request;
  const vectors = await encoder.encode(
    examples.map(({ text }) => text),
    signal,
  );
  const features = new Float32Array(examples.length * encoder.dimensions);
  vectors.forEach((vector, i) => {
    features.set(vector, i * encoder.dimensions);
  });
  return {
    features,
    targets: Int32Array.from(examples, ({ label }) => labels.indexOf(label)),
    n: examples.length,
    dimensions: encoder.dimensions,
    classes: labels.length,
  };
}

function toConvergence(data: TrainingData, config: HeadConfig, start: Float64Array): Optimum {
  const rows = Array.from({ length: data.n }, (_, i) => i);
  return lbfgs((x, gradient) => objective(data, rows, config.l2, x, gradient), start);
}

function byMinibatches(data: TrainingData, config: HeadConfig, start: Float64Array, seed: number): Optimum {
  return adam((rows, x, gradient) => objective(data, rows, config.l2, x, gradient), start, {
    rows: data.n,
    epochs: config.epochs,
    batchSize: config.batchSize,
    learningRate: config.learningRate,
    random: randomStream(seed, 'minibatches'),
  });
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
