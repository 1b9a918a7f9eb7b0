/** The fixture's run with a student that a fine-tuning backend trains: every fit is a job, and the seeds are asked of it. */
import type { LoopEvent, Predicted } from '../../core/loop/events.ts';
import { tunedToArtifact } from '../../core/students/backend/artifact.ts';
import type { TuningProgress } from '../../core/trainers/fine-tuning/port.ts';
import { fixtureEvents } from './fixture.ts';

const SERVER = 'http://127.0.0.1:8040/v1';
const STEPS = 12;

/** A loss that falls, as (step, nats a token). */
export function fallingLoss(steps: number): (readonly [number, number])[] {
  return Array.from({ length: steps }, (_, i) => [i + 1, 2.4 / (1 + 0.35 * i)] as const);
}

export function backendEvents(): LoopEvent[] {
  const events = fixtureEvents({
    test: 20,
    iterations: 2,
    config: {
      student: { id: 'backend', baseUrl: SERVER, model: 'smollm2-135m' },
      wrongSet: { rule: 'in-sample' },
    },
  });
  return events.flatMap(adapt);
}

function adapt(event: LoopEvent): LoopEvent[] {
  switch (event.type) {
    case 'run-started':
      return [{ ...event, student: { id: 'backend', changes: 'lora' } }];
    case 'fitted':
      return [
        { ...event, steps: STEPS, loss: fallingLoss(STEPS).at(-1)?.[1] ?? null, artifact: artifact(event) },
      ];
    case 'predicted':
      return predicted(event);
    default:
      return [event];
  }
}

/** In sample, the answers on the seeds are those that find the wrong ones. */
function predicted(event: Predicted): LoopEvent[] {
  if (event.of === 'seeds') return [];
  return [{ ...event, of: event.of === 'held-out' ? 'seeds' : event.of, by: 'scored' }];
}

function artifact({ iteration }: { readonly iteration: number }) {
  return tunedToArtifact({
    server: SERVER,
    model: `ft:smollm2-135m:llm2llm-${iteration}`,
    base: 'smollm2-135m',
    job: `ftjob-${iteration}`,
    method: 'lora',
    training: { learningRate: 0.0002, epochs: 3, batchSize: 8, rank: 16, alpha: 32, totalSteps: STEPS },
    trainedTokens: 4100 + iteration,
    losses: fallingLoss(STEPS).map(([step, loss]) => [step, loss]),
    data: 'd'.repeat(64),
  });
}

/** A fit of the second iteration, a third of the way. */
export function tuningProgress(more: Partial<TuningProgress> = {}): TuningProgress {
  return {
    phase: 'running',
    rawStatus: 'running',
    host: '127.0.0.1:8040',
    iteration: 1,
    fold: null,
    job: 'ftjob-2',
    adopted: false,
    losses: fallingLoss(4),
    totalSteps: STEPS,
    learningRate: 0.0002,
    createdAt: Date.now() / 1000 - 80,
    estimatedFinish: Date.now() / 1000 + 160,
    messages: ['The job was created; it trains on 23 examples.', 'Fine-tuning begins.'],
    ...more,
  };
}
