/** A run small enough for thousands of tests: a toy encoder, a pack, and the real loop around them. */
import { parseConfig, type RunConfigInput } from '../../src/core/config/schema.ts';
import type { Dataset } from '../../src/core/datasets/port.ts';
import { noCache } from '../../src/core/encoders/cached.ts';
import type { Encoder } from '../../src/core/encoders/port.ts';
import type { Example, PackReply } from '../../src/core/example.ts';
import { fnv1a } from '../../src/core/hash.ts';
import { assembleRun, type Platform } from '../../src/core/loop/assemble.ts';
import { driveRun } from '../../src/core/loop/drive.ts';
import type { LoopEvent } from '../../src/core/loop/events.ts';
import type { RunParts } from '../../src/core/loop/runner.ts';
import type { RunState } from '../../src/core/loop/state.ts';
import { Registry } from '../../src/core/registry.ts';
import { MemoryRunStore } from '../../src/core/storage/memory.ts';

const DIMENSIONS = 12;

/** Words hashed into a few dimensions: deterministic, instant, and often wrong. */
export const toyEncoder: Encoder = {
  id: 'toy',
  dimensions: DIMENSIONS,
  encode(texts) {
    return Promise.resolve(
      texts.map((text) => {
        const vector = new Float32Array(DIMENSIONS);
        for (const word of text.split(' ')) {
          const at = fnv1a(word) % DIMENSIONS;
          vector[at] = (vector[at] ?? 0) + 1;
        }
        return vector;
      }),
    );
  },
};

const NOUNS = ['plot', 'score', 'cast', 'pace', 'set', 'joke', 'ending', 'villain', 'hero', 'song'];
const PRAISE = ['glows', 'sings', 'charms', 'soars', 'moves'];
const BLAME = ['drags', 'grates', 'bores', 'sinks', 'stalls'];

function sentence(label: string, i: number, salt: string): string {
  const verbs = label === 'good' ? PRAISE : BLAME;
  return `the ${NOUNS[i % 10] ?? ''} ${verbs[(i * 3) % 5] ?? ''} ${salt} ${i} ${NOUNS[(i * 7 + 3) % 10] ?? ''}`;
}

function rows(prefix: string, count: number, salt: string): Example[] {
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2 === 0 ? 'good' : 'bad';
    return { id: `${prefix}-${i}`, text: sentence(label, i, salt), label };
  });
}

/** 12 seeds, 10 test examples, `replies` replies a seed. */
export function tinyDataset(replies = 3): Dataset {
  const seeds = rows('s', 12, 'seed');
  const pack: PackReply[] = seeds.flatMap(({ id, label }, i) =>
    Array.from({ length: replies }, (_, k) => ({
      seed: id,
      k,
      text: sentence(label, i + 13 * (k + 1), `reply ${id} ${k}`),
      label,
    })),
  );
  return {
    id: 'tiny',
    title: 'Tiny',
    about: 'Made up for tests.',
    labels: ['bad', 'good'],
    seeds,
    test: rows('t', 10, 'test'),
    pack,
    hash: 'f'.repeat(64),
  };
}

export function tinyPlatform(changes: Partial<Platform['teacher']> = {}): Platform {
  return {
    encoders: new Registry('encoder', [
      { id: 'toy', load: () => Promise.resolve(() => Promise.resolve(toyEncoder)) },
    ]),
    vectors: noCache,
    teacher: {
      fetch: () => Promise.reject(new Error('This test has no network.')),
      sleep: () => Promise.resolve(),
      keyFor: () => undefined,
      synonyms: () => Promise.resolve(new Map()),
      ...changes,
    },
  };
}

export type TinyConfig = Partial<RunConfigInput>;

/** The parts of a run on the tiny set; `config` over defaults of 3 iterations, 3 folds. */
export function tinyParts(
  config: TinyConfig = {},
  dataset: Dataset = tinyDataset(),
  platform: Platform = tinyPlatform(),
): Promise<RunParts> {
  const full = parseConfig({
    data: { id: 'tiny', perClass: null },
    iterations: 3,
    wrongSet: { folds: 3 },
    ...config,
    student: { encoder: 'toy', ...config.student },
  });
  return assembleRun(full, dataset, platform);
}

export interface Finished {
  readonly state: RunState;
  readonly log: LoopEvent[];
}

/** Drives parts to their end on a store of their own. */
export async function runToEnd(parts: RunParts, store = new MemoryRunStore()): Promise<Finished> {
  const state = await driveRun({ id: 'run', parts, store, signal: new AbortController().signal });
  return { state, log: await store.read('run') };
}

/** A run with this configuration, from nothing to its end. */
export async function tinyRun(config: TinyConfig = {}, dataset?: Dataset): Promise<Finished> {
  return runToEnd(await tinyParts(config, dataset));
}

/** The events of one type. */
export function eventsOf<T extends LoopEvent['type']>(
  log: readonly LoopEvent[],
  type: T,
): Extract<LoopEvent, { type: T }>[] {
  return log.filter((event): event is Extract<LoopEvent, { type: T }> => event.type === type);
}
