/**
 * The wire format of OpenAI's fine-tuning API (files, fine_tuning/jobs, events, checkpoints, cancel, models), and what
 * its other speakers are made of.
 */
import type { Abilities, TuningHost, TuningOrder } from '../port.ts';
import {
  ABSENT,
  fileIdOf,
  formWith,
  jobOf,
  listModels,
  newest,
  PLAIN,
  stopped,
  unlessAbsent,
} from './common.ts';
import type { JsonClient } from './http.ts';
import { allItems, isOldestFirst, itemsOf, newEvents, nextOf, route } from './lists.ts';
import { carriesMark, marked } from './mark.ts';
import { readCheckpoint, readEvent, readJob } from './openai-wire.ts';
import { carries } from './read.ts';

/** In what a speaker differs from the others. */
export interface Dialect {
  /** The body of a create beyond model, file, seed and suffix. */
  readonly settings: (order: TuningOrder) => Readonly<Record<string, unknown>>;
  /** Whether jobs carry metadata; else a mark of them goes into the suffix, which lists show. */
  readonly metadata: boolean;
  readonly abilities: Partial<Abilities>;
}

export const JOBS = 'fine_tuning/jobs';
const PAGE = '20';

/** OpenAI itself, and servers of which nothing more is known. */
const OPENAI: Dialect = {
  settings: ({ training, metadata }) => ({
    method: { type: 'supervised', supervised: { hyperparameters: numbersOf(training) } },
    metadata,
  }),
  metadata: true,
  abilities: {
    notes: [
      'Rank, alpha and full fine-tuning can not be chosen in this format: the service decides.',
      'The learning rate is a multiple of one that the service keeps to itself.',
    ],
  },
};

/** The numbers that the format has; `auto` leaves one to the service. */
export function numbersOf(training: TuningOrder['training']): Readonly<Record<string, number | 'auto'>> {
  return {
    n_epochs: training.epochs ?? 'auto',
    batch_size: training.batchSize ?? 'auto',
    learning_rate_multiplier: training.rateMultiplier ?? 'auto',
  };
}

/** A service that speaks the format, with its differences. */
export function openaiHost(client: JsonClient, dialect: Dialect = OPENAI): TuningHost {
  const { host } = client;

  const models: TuningHost['models'] = (signal) => listModels(client, signal);
  const job: TuningHost['job'] = async (id, signal) => jobOf(host, await client.get(route(JOBS, id), signal));

  return {
    title: host,
    models,
    job,
    async abilities(signal) {
      await client.get(JOBS, signal, { limit: '1' });
      const listed = await models(signal);
      const { notes = [], ...found } = dialect.abilities;
      return { ...PLAIN, server: host, ...found, notes: listed.length === 0 ? [...notes, UNLISTED] : notes };
    },
    async upload(jsonl, name, signal) {
      const form = { purpose: 'fine-tune' };
      return fileIdOf(host, await client.upload('files', () => formWith(form, jsonl, name), signal));
    },
    async create(order, signal) {
      return jobOf(host, await client.post(JOBS, orderBody(order, dialect), signal));
    },
    async find(metadata, signal) {
      const query = dialect.metadata ? metadataQuery(metadata) : {};
      const has = dialect.metadata
        ? (item: unknown) => carries(readJob(item)?.metadata ?? {}, metadata)
        : carriesMark(metadata);
      const items = await allItems(client, JOBS, signal, { query, enough: (all) => all.some(has) });
      return newest(items.filter(has).flatMap((item) => readJob(item) ?? []));
    },
    async jobs(after, signal) {
      const body = await client.get(JOBS, signal, { limit: PAGE, ...(after === null ? {} : { after }) });
      // One odd item of somebody else's must not hide the others.
      return { items: itemsOf(host, body).flatMap((item) => readJob(item) ?? []), next: nextOf(body) };
    },
    async events(id, seen, signal) {
      // In a list that begins with the oldest, what is new stands behind the last page.
      const enough = (items: readonly unknown[]): boolean => {
        const events = items.flatMap((item) => readEvent(item) ?? []);
        return !isOldestFirst(events) && events.some((event) => event.id === seen);
      };
      const items = await allItems(client, route(JOBS, id, 'events'), signal, { enough });
      return newEvents(
        items.flatMap((item) => readEvent(item) ?? []),
        seen,
      );
    },
    async checkpoints(id, signal) {
      const items = await allItems(client, route(JOBS, id, 'checkpoints'), signal);
      return items.flatMap((item) => readCheckpoint(item) ?? []).sort((a, b) => a.step - b.step);
    },
    cancel: (id, signal) =>
      stopped(client.post(route(JOBS, id, 'cancel'), {}, signal, { repeatable: true }), () =>
        job(id, signal),
      ),
    // Where a model has to be deployed by hand, one that does not answer may be there all the same.
    ...(dialect.abilities.answers === false
      ? {}
      : {
          serves: async (id, signal) =>
            (await unlessAbsent(client.get(route('models', id), signal))) !== ABSENT,
        }),
    async deleteModel(id, signal) {
      await unlessAbsent(client.remove(route('models', id), signal));
    },
  };
}

const UNLISTED = 'It does not list its models: the name of the base model has to be known.';

/** The body of a create. */
export function orderBody(order: TuningOrder, dialect: Dialect): Readonly<Record<string, unknown>> {
  const suffix = dialect.metadata ? order.suffix : marked(order);
  return {
    model: order.model,
    training_file: order.file,
    seed: order.seed,
    ...(suffix === '' ? {} : { suffix }),
    ...dialect.settings(order),
  };
}

function metadataQuery(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`metadata[${name}]`, value]));
}
