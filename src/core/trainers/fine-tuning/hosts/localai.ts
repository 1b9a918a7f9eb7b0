/**
 * LocalAI's own fine-tuning API (TRL on CPU or GPU). A job there moves on only while somebody reads its stream of
 * progress, which is told once and not kept; and a trained model answers once it has been exported.
 */
import { LabError } from '../../../errors.ts';
import { isOver } from '../follow.ts';
import type { TuningEvent, TuningHost, TuningJob, TuningOrder } from '../port.ts';
import type { JsonClient } from './http.ts';
import { itemsOf, route } from './lists.ts';
import {
  exportOrder,
  exportStatus,
  metadataOption,
  readCheckpoint,
  readJob,
  readProgress,
} from './localai-wire.ts';
import { given } from './numbers.ts';
import { badJob, fileIdOf, formWith, listModels, newest, PLAIN } from './common.ts';
import { carries, firstText, listOf } from './read.ts';
import type { FollowStream } from './stream.ts';

const API = '/api/fine-tuning';
const JOBS = `${API}/jobs`;
/** Its own learning rate (backend/python/trl/backend.py), which a multiplier multiplies. */
const RATE = 2e-4;

/** What has been told of a job's progress so far, and whether more may come. */
interface Told {
  readonly events: TuningEvent[];
  reading: boolean;
}

/** LocalAI at an address. */
export function localaiHost(client: JsonClient, follow: FollowStream): TuningHost {
  const { host } = client;
  const told = new Map<string, Told>();
  const jobOf = (body: unknown): TuningJob => readJob(body) ?? badJob(host, body);
  const list = async (signal: AbortSignal): Promise<readonly unknown[]> =>
    itemsOf(host, await client.get(JOBS, signal));
  const jobs = async (signal: AbortSignal): Promise<readonly TuningJob[]> =>
    (await list(signal)).flatMap((item) => readJob(item) ?? []);
  const fetchJob = (id: string, signal: AbortSignal): Promise<unknown> => client.get(route(JOBS, id), signal);

  const checkpoints: TuningHost['checkpoints'] = async (id, signal) => {
    const items = listOf(await client.get(route(JOBS, id, 'checkpoints'), signal), 'checkpoints') ?? [];
    return items.flatMap((item) => readCheckpoint(item) ?? []).sort((a, b) => a.step - b.step);
  };

  /** A job that is done is exported, so that its model answers; one of somebody else's is left alone. */
  const job: TuningHost['job'] = async (id, signal) => {
    const body = await fetchJob(id, signal);
    const now = jobOf(body);
    if (exportStatus(body) !== 'none' || Object.keys(now.metadata).length === 0) return now;
    const last = (await checkpoints(id, signal)).at(-1);
    if (!last) return { ...now, status: 'failed', error: { code: null, message: NO_CHECKPOINT } };
    await client.post(route(JOBS, id, 'export'), exportOrder(now.base, last.model), signal);
    return jobOf(await fetchJob(id, signal));
  };

  function read(id: string, signal: AbortSignal): Told {
    const known = told.get(id) ?? { events: [], reading: false };
    told.set(id, known);
    if (known.reading) return known;
    known.reading = true;
    const tell = (data: unknown): void => {
      known.events.push(...readProgress(`${id} ${known.events.length}`, data));
    };
    void follow(route(JOBS, id, 'progress'), tell, signal).finally(() => {
      known.reading = false;
    });
    return known;
  }

  return {
    title: host,
    models: (signal) => listModels(client, signal),
    job,
    checkpoints,
    async abilities(signal) {
      await list(signal);
      const backends = listOf(await client.get(`${API}/backends`, signal)) ?? [];
      const notes = backends.length === 0 ? [NO_BACKEND, ...NOTES] : NOTES;
      return { ...PLAIN, server: `LocalAI at ${host}`, notes };
    },
    async upload(jsonl, name, signal) {
      const reply = await client.upload(`${API}/datasets`, () => formWith({}, jsonl, name), signal);
      return fileIdOf(host, reply, 'path');
    },
    async create(order, signal) {
      const makers = await list(signal);
      if (makers.some((item) => firstText(item, 'export_model_name') === order.model)) throw noWayOn(host);
      const { id } = jobOf(await client.post(JOBS, bodyOf(order), signal));
      return jobOf(await fetchJob(id, signal));
    },
    async find(metadata, signal) {
      const mine = (await jobs(signal)).filter((one) => carries(one.metadata, metadata));
      const found = newest(mine);
      // One that is done may still have to be exported.
      return found?.status === 'succeeded' && found.tuned === null ? job(found.id, signal) : found;
    },
    jobs: async (_after, signal) => ({ items: await jobs(signal), next: null }),
    async events(id, seen, signal) {
      const over = told.get(id)?.reading !== true && isOver(jobOf(await fetchJob(id, signal)));
      const { events } = over ? (told.get(id) ?? { events: [] }) : read(id, signal);
      return events.slice(events.findIndex((event) => event.id === seen) + 1);
    },
    async cancel(id, signal) {
      const now = jobOf(await fetchJob(id, signal));
      // Stopping one that is done would make it a stopped one.
      if (isOver(now)) return now;
      await client.post(route(JOBS, id, 'stop'), {}, signal, { repeatable: true });
      return jobOf(await fetchJob(id, signal));
    },
  };
}

const NO_CHECKPOINT = 'The job left no checkpoint to make a model of.';
const NO_BACKEND = 'No fine-tuning backend is installed there: install "trl" in LocalAI first.';
const NOTES = [
  'Its fine-tuning is experimental; a job moves on only while this page or command follows it.',
  'It keeps no log: losses from before a reload are not shown.',
  `The learning rate is ${RATE} times the multiplier.`,
  'A trained adapter is registered as a model when the job is done; whether it answers depends on the backends there.',
];

function bodyOf({ model, file, seed, training, metadata }: TuningOrder): Readonly<Record<string, unknown>> {
  return {
    model,
    backend: 'trl',
    training_type: training.method,
    training_method: 'sft',
    dataset_source: file,
    // The server takes 0 for "not given".
    ...(seed === 0 ? {} : { seed }),
    ...given({
      num_epochs: training.epochs,
      batch_size: training.batchSize,
      learning_rate: training.rateMultiplier === null ? null : training.rateMultiplier * RATE,
      adapter_rank: training.method === 'lora' ? training.rank : null,
      adapter_alpha: training.method === 'lora' ? training.alpha : null,
    }),
    // The last weights are what is wanted, so that the end of the last epoch has to be one of the checkpoints.
    extra_options: { save_strategy: 'epoch', save_total_limit: '1', ...metadataOption(metadata) },
  };
}

function noWayOn(host: string): LabError {
  return new LabError(
    'backend-refused',
    `${host} trains base models only, and goes on from none that it has trained.`,
    'Let each fit begin with the base model, or choose another service.',
  );
}
