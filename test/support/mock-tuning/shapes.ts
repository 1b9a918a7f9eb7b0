/** Things of the mock server as the wire format's objects, as our backend writes them. */
import { adapterFiles } from './export.ts';
import type { MockJob } from './jobs.ts';

export function jobObject(job: MockJob): Readonly<Record<string, unknown>> {
  const { body, training } = job;
  const numbers = {
    n_epochs: training['n_epochs'],
    batch_size: training['batch_size'],
    learning_rate_multiplier: training['learning_rate_multiplier'],
  };
  return {
    object: 'fine_tuning.job',
    id: job.id,
    model: body['model'],
    created_at: job.createdAt,
    finished_at: job.isOver ? job.createdAt + job.steps + 5 : null,
    fine_tuned_model: job.status === 'succeeded' ? job.tuned : null,
    organization_id: 'llm2llm',
    result_files: [],
    status: job.status,
    training_file: body['training_file'],
    validation_file: null,
    hyperparameters: numbers,
    method: { type: 'supervised', supervised: { hyperparameters: numbers } },
    seed: body['seed'] ?? 0,
    user_provided_suffix: body['suffix'] ?? null,
    trained_tokens: job.status === 'succeeded' ? job.examples.length * 100 : null,
    estimated_finish: job.status === 'running' ? job.createdAt + job.steps + 5 : null,
    integrations: [],
    metadata: job.metadata,
    error: job.status === 'failed' ? { ...job.failure, param: null } : null,
    training,
    last_step: job.lastStep,
  };
}

/** Newest first. */
export function eventObjects(job: MockJob): Readonly<Record<string, unknown>>[] {
  return job.events
    .map(({ level, message, data }, i) => ({
      object: 'fine_tuning.job.event',
      id: `ftevent-${job.id}-${i}`,
      created_at: job.createdAt + i,
      level,
      message,
      type: data?.['step'] === undefined ? 'message' : 'metrics',
      data,
    }))
    .reverse();
}

/** One in the middle of the training. */
export function checkpointObjects(job: MockJob): Readonly<Record<string, unknown>>[] {
  const step = Math.ceil(job.steps / 2);
  if (job.step < step) return [];
  return [
    {
      object: 'fine_tuning.job.checkpoint',
      id: `ftckpt-${job.id}-${step}`,
      created_at: job.createdAt + step,
      fine_tuned_model_checkpoint: `${job.tuned}:ckpt-step-${step}`,
      fine_tuning_job_id: job.id,
      step_number: step,
      metrics: { step, train_loss: 2 / (1 + step) },
    },
  ];
}

export function baseObject(id: string): Readonly<Record<string, unknown>> {
  return { id, object: 'model', created: 0, owned_by: 'llm2llm', root: id, parent: null, kind: 'base' };
}

export function tunedObject(job: MockJob): Readonly<Record<string, unknown>> {
  return {
    id: job.tuned,
    object: 'model',
    created: job.createdAt + job.steps + 5,
    owned_by: 'llm2llm',
    root: job.base,
    parent: job.body['model'],
    fine_tuning_job_id: job.id,
    metadata: job.metadata,
    kind: job.training['lora'] === null ? 'full' : 'lora',
    bytes: [...adapterFiles(job).values()].reduce((sum, { length }) => sum + length, 0),
  };
}

/** A page of a list: what comes after the one called `after`, at most `limit`. */
export function pageOf(
  items: readonly Readonly<Record<string, unknown>>[],
  query: URLSearchParams,
  limit: number,
): Readonly<Record<string, unknown>> {
  const after = query.get('after');
  const rest = after === null ? items : items.slice(items.findIndex(({ id }) => id === after) + 1);
  const most = Number(query.get('limit') ?? limit);
  const data = rest.slice(0, most);
  const ends = { first_id: data[0]?.['id'] ?? null, last_id: data.at(-1)?.['id'] ?? null };
  return { object: 'list', data, ...ends, has_more: rest.length > most };
}
