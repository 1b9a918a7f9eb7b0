/**
 * The objects of OpenAI's fine-tuning format as the port's. Read with tolerance, as its speakers differ in what they
 * add and what they leave out; what has no id is null, and nothing throws.
 */
import { dig } from '../../../llm/api/wire.ts';
import type { ServedModel, TuningCheckpoint, TuningEvent, TuningJob } from '../port.ts';
import { firstNumber, firstText, idOf, pairsOf, secondsOf, statusOf, textOf } from './read.ts';

/** `Step 10/100: training loss=0.73`, where the numbers stand in words only. */
const STEP_WORDS = /\bstep\s+(\d+)(?:\s*\/\s*(\d+))?.*?\bloss\s*[=:]?\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?)/iu;

/** A job; null without an id or a status. */
export function readJob(body: unknown): TuningJob | null {
  const id = idOf(dig(body, 'id'));
  const rawStatus = firstText(body, 'status');
  if (id === null || rawStatus === null) return null;
  const message = firstText(dig(body, 'error'), 'message') ?? firstText(body, 'error');
  return {
    id,
    status: statusOf(rawStatus),
    rawStatus,
    base: firstText(body, 'model') ?? '',
    tuned: idOf(dig(body, 'fine_tuned_model')),
    createdAt: secondsOf(dig(body, 'created_at')),
    finishedAt: secondsOf(dig(body, 'finished_at')),
    estimatedFinish: secondsOf(dig(body, 'estimated_finish')),
    trainedTokens: firstNumber(body, 'trained_tokens'),
    // `error` is null, or an object of nulls: both mean none.
    error: message === null ? null : { code: firstText(dig(body, 'error'), 'code'), message },
    metadata: pairsOf(dig(body, 'metadata')),
    training: readTraining(body),
  };
}

/** What the server says that it trains with; else what was asked for. A multiplier alone tells no rate. */
function readTraining(body: unknown): TuningJob['training'] {
  const own = dig(body, 'training');
  const asked =
    dig(body, 'method', 'supervised', 'hyperparameters') ?? dig(body, 'hyperparameters') ?? undefined;
  const number = (...names: readonly string[]): number | null =>
    firstNumber(own, ...names) ?? firstNumber(asked, ...names);
  return {
    learningRate: number('learning_rate'),
    epochs: number('n_epochs'),
    batchSize: number('batch_size'),
    rank: firstNumber(dig(own, 'lora'), 'rank') ?? number('lora_r', 'lora_rank'),
    alpha: firstNumber(dig(own, 'lora'), 'alpha') ?? number('lora_alpha'),
    totalSteps: number('total_steps') ?? firstNumber(body, 'total_steps'),
  };
}

/** An event; null for what is no object. One without an id is named after its time and message. */
export function readEvent(body: unknown): TuningEvent | null {
  if (typeof body !== 'object' || body === null) return null;
  const message = firstText(body, 'message') ?? '';
  const createdAt = secondsOf(dig(body, 'created_at'));
  const data = dig(body, 'data');
  const words = STEP_WORDS.exec(message);
  const said = (at: 1 | 2 | 3): number | null => (words?.[at] === undefined ? null : Number(words[at]));
  return {
    id: idOf(dig(body, 'id')) ?? `${createdAt ?? ''} ${firstText(body, 'type') ?? ''} ${message}`,
    createdAt,
    level: levelOf(firstText(body, 'level')),
    message,
    step: firstNumber(data, 'step', 'current_step') ?? said(1),
    totalSteps: firstNumber(data, 'total_steps') ?? said(2),
    loss: firstNumber(data, 'train_loss', 'training_loss', 'loss') ?? said(3),
    learningRate: firstNumber(data, 'learning_rate', 'lr'),
  };
}

/** A checkpoint; null without a step or a name to ask for it by. */
export function readCheckpoint(body: unknown): TuningCheckpoint | null {
  const step = firstNumber(body, 'step_number');
  const model = idOf(dig(body, 'fine_tuned_model_checkpoint'));
  if (step === null || model === null) return null;
  const loss = firstNumber(dig(body, 'metrics'), 'train_loss', 'training_loss', 'loss');
  return { id: idOf(dig(body, 'id')) ?? model, step, model, loss };
}

/**
 * A model; null without an id. A tuned one tells its base in its name, `ft:base:...`, or as its parent; where both are
 * there, the parent may be another tuned one.
 */
export function readModel(body: unknown): ServedModel | null {
  const id = idOf(dig(body, 'id'));
  if (id === null) return null;
  return {
    id,
    base: textOf(/^ft:([^:]+):/u.exec(id)?.[1]) ?? firstText(body, 'parent'),
    job: firstText(body, 'fine_tuning_job_id'),
    createdAt: secondsOf(dig(body, 'created')),
    metadata: pairsOf(dig(body, 'metadata')),
  };
}

function levelOf(word: string | null): TuningEvent['level'] {
  const level = word?.toLowerCase() ?? '';
  return level.startsWith('warn') ? 'warn' : level === 'error' ? 'error' : 'info';
}
