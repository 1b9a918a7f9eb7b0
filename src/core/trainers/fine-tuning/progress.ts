/** How a fit stands, for people, from what its job has said so far. */
import type { FitName } from '../port.ts';
import type { Followed } from './follow.ts';
import type { TuningEvent, TuningProgress } from './port.ts';

/** Messages shown beside a fit. */
const KEPT_MESSAGES = 50;

/**
 * @param followed null: the training set is being uploaded, or looked for at the service
 * @param adopted the job was found there, and is not paid for again
 */
export function progressOf(
  { host, iteration, fold }: Pick<FitName, 'iteration' | 'fold'> & { readonly host: string },
  followed: Followed | null,
  adopted: boolean,
): TuningProgress {
  const job = followed?.job;
  const events = followed?.events ?? [];
  const newest = events.findLast(({ step }) => step !== null);
  return {
    phase: job?.status ?? 'uploading',
    rawStatus: job?.rawStatus ?? '',
    host,
    iteration,
    fold,
    job: job?.id ?? null,
    adopted,
    losses: lossesOf(events),
    totalSteps: newest?.totalSteps ?? job?.training.totalSteps ?? null,
    learningRate: job?.training.learningRate ?? null,
    createdAt: job?.createdAt ?? null,
    estimatedFinish: job?.estimatedFinish ?? null,
    messages: events
      .filter(({ step }) => step === null)
      .slice(-KEPT_MESSAGES)
      .map(({ message }) => message),
  };
}

/** In the order of their steps; of a step that was made again after a resume, the last one counts. */
export function lossesOf(events: readonly TuningEvent[]): (readonly [number, number])[] {
  const known = new Map<number, number>();
  for (const { step, loss } of events) if (step !== null && loss !== null) known.set(step, loss);
  return [...known].sort(([a], [b]) => a - b);
}
