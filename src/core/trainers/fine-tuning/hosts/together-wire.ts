/** The objects of Together's API as the port's. What has no id is null, and nothing throws. */
import { dig } from '../../../llm/api/wire.ts';
import { isOver } from '../follow.ts';
import type { TuningCheckpoint, TuningEvent, TuningJob } from '../port.ts';
import { oldestFirst } from './lists.ts';
import * as openai from './openai-wire.ts';
import { firstNumber, firstText, listOf, secondsOf } from './read.ts';

/** How many messages and steps had been told with an event: its id. */
const CURSOR = /^(\d+) messages, (\d+) steps$/u;

/** A job; null without an id or a status. Its name is there from the beginning, its model at the end. */
export function readJob(body: unknown): TuningJob | null {
  const job = openai.readJob(body);
  if (job === null) return null;
  const type = dig(body, 'training_type');
  return {
    ...job,
    tuned: job.status === 'succeeded' ? firstText(body, 'model_output_name', 'output_name') : null,
    finishedAt: isOver(job) ? secondsOf(dig(body, 'updated_at')) : null,
    trainedTokens: firstNumber(body, 'token_count'),
    error: job.status === 'failed' ? failure(body) : null,
    training: {
      learningRate: firstNumber(body, 'learning_rate'),
      epochs: firstNumber(body, 'n_epochs'),
      batchSize: firstNumber(body, 'batch_size'),
      rank: firstNumber(type, 'lora_r'),
      alpha: firstNumber(type, 'lora_alpha'),
      totalSteps: firstNumber(body, 'total_steps'),
    },
  };
}

/** The last words of a job that failed: they stand among its events. */
function failure(body: unknown): TuningJob['error'] {
  const events = readEvents(listOf(body, 'events') ?? []);
  const words = (events.findLast(({ level }) => level === 'error') ?? events.at(-1))?.message;
  return { code: null, message: words ?? 'The service gave no reason.' };
}

/**
 * What came after `seen`: messages, then steps. They stand in two lists, of which one has no times, so that an event's
 * id says how far both had been read.
 */
export function newsOf(
  messages: readonly unknown[],
  metrics: readonly unknown[],
  seen: string | null,
): readonly TuningEvent[] {
  const [, told = 0, stepped = 0] = (CURSOR.exec(seen ?? '') ?? []).map(Number);
  const all = readEvents(messages);
  const steps = metrics.flatMap((row) => readStep(row) ?? []);
  const idOf = (tellings: number, steps: number): string => `${tellings} messages, ${steps} steps`;
  return [
    ...all.slice(told).map((event, i) => ({ ...event, id: idOf(told + i + 1, stepped) })),
    ...steps.slice(stepped).map((event, i) => ({ ...event, id: idOf(all.length, stepped + i + 1) })),
  ];
}

/** Messages of a job, oldest first. */
function readEvents(items: readonly unknown[]): readonly TuningEvent[] {
  // A step of theirs is where a checkpoint was made, not one of the training with its loss.
  return oldestFirst(items.flatMap((item) => openai.readEvent(item) ?? [])).map((event) =>
    event.loss === null ? { ...event, step: null } : event,
  );
}

/** A row of metrics; null for one of an evaluation. */
function readStep(row: unknown): Omit<TuningEvent, 'id'> | null {
  const step = firstNumber(row, 'train/global_step');
  const loss = firstNumber(row, 'train/loss');
  if (step === null || loss === null) return null;
  const learningRate = firstNumber(row, 'train/learning_rate');
  const message = `Step ${step}: training loss=${loss}`;
  return { createdAt: null, level: 'info', message, step, totalSteps: null, loss, learningRate };
}

/** A checkpoint, which further jobs go on from; the last one by the name of the job alone. */
export function readCheckpoint(job: string, body: unknown): TuningCheckpoint | null {
  const step = firstNumber(body, 'step');
  if (step === null) return null;
  const model = /intermediate/iu.test(firstText(body, 'checkpoint_type') ?? '') ? `${job}:${step}` : job;
  return { id: `${job}:${step}`, step, model, loss: null };
}
