/** What the view says of a job: whose it is, how long it took, what it trains with. */
import type { RunRecord } from '../../core/storage/port.ts';
import { isOver } from '../../core/trainers/fine-tuning/follow.ts';
import type { ServedModel, TuningJob } from '../../core/trainers/fine-tuning/port.ts';
import { BACKEND } from '../copy/backend.ts';
import { TUNING } from '../copy/tuning.ts';

const words = BACKEND.jobs;
const number = new Intl.NumberFormat('en');

export interface JobOrigin {
  /** The run, where it is in this browser. */
  readonly run: RunRecord | null;
  readonly name: string;
  /** Iteration and fold; empty where they are not said. */
  readonly part: string;
}

/** Whose training it is, by the metadata that a run gives it. */
export function originOf(
  { metadata }: Pick<TuningJob, 'metadata'>,
  runs: ReadonlyMap<string, RunRecord>,
): JobOrigin {
  const { run: id, iteration, fold } = metadata;
  const run = runs.get(id ?? '') ?? null;
  const part = [
    ...(iteration === undefined ? [] : [words.iteration(iteration)]),
    ...(fold === undefined || fold === 'none' ? [] : [words.fold(fold)]),
  ].join(', ');
  return { run, name: run?.name ?? (id === undefined ? words.noRun : words.otherRun), part };
}

/** What a model's training was told of itself; by its job where the list of models does not say. */
export function metadataOf(
  { metadata, job }: ServedModel,
  jobs: readonly TuningJob[],
): Readonly<Record<string, string>> {
  return Object.keys(metadata).length > 0 ? metadata : (jobs.find(({ id }) => id === job)?.metadata ?? {});
}

/** The status in words; the service's own where nobody here knows it. */
export function statusWords({ status, rawStatus }: Pick<TuningJob, 'status' | 'rawStatus'>): string {
  return status === 'unknown' ? `${TUNING.status.unknown}. ${TUNING.says(rawStatus)}` : TUNING.status[status];
}

/** @param now milliseconds since 1970 */
export function durationWords(job: TuningJob, now: number): string {
  const { createdAt, finishedAt, estimatedFinish } = job;
  if (createdAt === null) return words.unknown;
  if (isOver(job)) return finishedAt === null ? words.unknown : TUNING.duration(finishedAt - createdAt);
  const soFar = words.soFar(TUNING.duration(now / 1000 - createdAt));
  return estimatedFinish === null ? soFar : `${soFar}, ${words.ends(TUNING.time(estimatedFinish * 1000))}`;
}

/** Name and value of everything that is told of how it trains. */
export function figuresOf({ training, trainedTokens, tuned }: TuningJob): (readonly [string, string])[] {
  const { learningRate, epochs, batchSize, rank, alpha } = training;
  return [
    [words.rate, learningRate === null ? words.unknown : TUNING.rate(learningRate)],
    [words.epochs, epochs === null ? words.unknown : number.format(epochs)],
    [words.batch, batchSize === null ? words.unknown : number.format(batchSize)],
    ...(rank === null ? [] : [[words.lora, words.rank(rank, alpha)] as const]),
    [words.tokens, trainedTokens === null ? words.unknown : number.format(trainedTokens)],
    ...(tuned === null ? [] : [[words.model, tuned] as const]),
  ];
}
