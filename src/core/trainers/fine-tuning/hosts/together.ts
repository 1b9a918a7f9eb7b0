/**
 * Together's own fine-tuning API: /fine-tunes, an absolute learning rate, losses behind a route of their own, and jobs
 * that carry no metadata.
 */
import { dig } from '../../../llm/api/wire.ts';
import type { TuningHost, TuningJob, TuningOrder } from '../port.ts';
import type { JsonClient } from './http.ts';
import { itemsOf, route } from './lists.ts';
import { carriesMark, marked } from './mark.ts';
import { given } from './numbers.ts';
import {
  ABSENT,
  badJob,
  fileIdOf,
  formWith,
  listModels,
  newest,
  PLAIN,
  stopped,
  unlessAbsent,
} from './common.ts';
import { firstText, idOf, listOf } from './read.ts';
import { newsOf, readCheckpoint, readJob } from './together-wire.ts';

const JOBS = 'fine-tunes';
/** What the service takes where nothing is said (its API reference, "Create job"). */
const RATE = 1e-5;
/** LoRA wants a rank: that of the service's own client library, and twice as much for alpha. */
const RANK = 8;
/** A job, or a checkpoint of one. */
const FROM_JOB = /^ft-[\da-f-]+(?::\d+)?$/u;

/** Together at an address. */
export function togetherHost(client: JsonClient): TuningHost {
  const { host } = client;
  const jobOf = (body: unknown): TuningJob => readJob(body) ?? badJob(host, body);
  const job: TuningHost['job'] = async (id, signal) => jobOf(await client.get(route(JOBS, id), signal));
  const all = async (signal: AbortSignal): Promise<readonly unknown[]> =>
    itemsOf(host, await client.get(JOBS, signal));

  return {
    title: host,
    models: (signal) => listModels(client, signal),
    job,
    async abilities(signal) {
      await all(signal);
      return { ...PLAIN, server: host, notes: NOTES };
    },
    async upload(jsonl, name, signal) {
      const form = { purpose: 'fine-tune', file_name: name, file_type: 'jsonl' };
      return fileIdOf(host, await client.upload('files/upload', () => formWith(form, jsonl, name), signal));
    },
    async create(order, signal) {
      const body = bodyOf(order, await continued(order.model, () => all(signal)));
      return jobOf(await client.post(JOBS, body, signal));
    },
    async find(metadata, signal) {
      return newest((await all(signal)).filter(carriesMark(metadata)).flatMap((item) => readJob(item) ?? []));
    },
    async jobs(_after, signal) {
      const items = (await all(signal)).flatMap((item) => readJob(item) ?? []);
      return { items: items.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0)), next: null };
    },
    async events(id, seen, signal) {
      const messages = itemsOf(host, await client.get(route(JOBS, id, 'events'), signal));
      const metrics = await unlessAbsent(client.get(route(JOBS, id, 'metrics'), signal));
      return newsOf(messages, metrics === ABSENT ? [] : (listOf(metrics, 'metrics') ?? []), seen);
    },
    async checkpoints(id, signal) {
      const items = itemsOf(host, await client.get(route(JOBS, id, 'checkpoints'), signal));
      return items.flatMap((item) => readCheckpoint(id, item) ?? []).sort((a, b) => a.step - b.step);
    },
    cancel: (id, signal) =>
      stopped(client.post(route(JOBS, id, 'cancel'), {}, signal, { repeatable: true }), () =>
        job(id, signal),
      ),
  };
}

const NOTES = [
  'A trained model answers once an endpoint of its own is started there, unless its base is served with adapters.',
  `The learning rate is ${RATE} times the multiplier; LoRA has the rank ${RANK} where none is chosen.`,
  'Jobs carry no metadata: they are found again by a mark in the name.',
];

function bodyOf(
  order: TuningOrder,
  start: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const { training } = order;
  const rank = training.rank ?? RANK;
  return {
    ...start,
    training_file: order.file,
    suffix: marked(order),
    random_seed: order.seed,
    ...given({
      n_epochs: training.epochs,
      batch_size: training.batchSize,
      learning_rate: training.rateMultiplier === null ? null : training.rateMultiplier * RATE,
    }),
    training_type:
      training.method === 'full'
        ? { type: 'Full' }
        : {
            type: 'Lora',
            lora_r: rank,
            lora_alpha: training.alpha ?? 2 * rank,
            lora_trainable_modules: 'all-linear',
          },
    // The loss is that of the answers alone, as our own backend has it.
    training_method: { method: 'sft', train_on_inputs: false },
  };
}

/** What a job starts from: a base model, or the job that made the model or checkpoint of this name. */
async function continued(
  model: string,
  all: () => Promise<readonly unknown[]>,
): Promise<Readonly<Record<string, string>>> {
  if (FROM_JOB.test(model)) return { from_checkpoint: model };
  const maker = (await all()).find((job) => firstText(job, 'model_output_name', 'output_name') === model);
  const id = idOf(dig(maker, 'id'));
  return id === null ? { model } : { from_checkpoint: id };
}
