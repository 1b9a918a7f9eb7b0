/** A lab in memory, for component tests and for looking at the views without a browser's storage. */
import { parseConfig } from '../../core/config/schema.ts';
import type { RunConfig } from '../../core/config/schema.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import { LabError } from '../../core/errors.ts';
import type { RunRecord } from '../../core/storage/port.ts';
import type { ConnectionResult } from '../../core/teachers/api/connection-test.ts';
import type { Shell } from './shell.ts';
import type { Lab, StorageUse, StoredDataset, TestedBackend } from '../lab.ts';
import { fakeBackends } from '../backend/fake-backend.ts';
import type { FakeExperimentState } from '../experiments/fake-experiments.ts';
import { fakeExperiments } from '../experiments/fake-experiments.ts';
import type { ListedExperiment } from '../experiments/port.ts';
import { fakeModels } from '../models/fake-models.ts';

export interface FakeState {
  runs: RunRecord[];
  data: StoredDataset[];
  use: StorageUse;
  connection: ConnectionResult;
  backend: TestedBackend;
  /** What was asked, in order: "create film-reviews". */
  readonly calls: string[];
  /** Keys by base URL. */
  readonly keys: Map<string, { key: string; remember: boolean }>;
  /** The next call of this name fails with this. */
  readonly failing: Map<string, LabError>;
}

/** This project's backend with one model, and one that came of a training. */
export const FAKE_BACKEND: TestedBackend = {
  abilities: {
    server: 'LLM2LLM backend 0.1.0 (cpu, float32)',
    scores: true,
    adopts: true,
    pauses: true,
    answers: true,
    adapterFiles: true,
    webllm: ['q4f16_1', 'q4f32_1'],
    notes: [],
  },
  models: [
    { id: 'smollm2-135m', base: null, job: null, createdAt: null, metadata: {} },
    { id: 'ft:smollm2-135m:1', base: 'smollm2-135m', job: 'ftjob-1', createdAt: 1, metadata: {} },
  ],
};

export function fakeRecord(id: string, more: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    name: `Run ${id}`,
    createdAt: Date.now() - 3_600_000,
    updatedAt: Date.now() - 60_000,
    config: parseConfig({ data: { id: 'film-reviews' } }),
    dataHash: 'a'.repeat(64),
    summary: { status: 'new', iteration: 0, trainSize: 20, testAccuracy: null },
    ...more,
  };
}

export function fakeLab(
  given: Partial<FakeState> = {},
  experiments: ListedExperiment[] = [],
): { lab: Lab; state: FakeState; experiments: FakeExperimentState } {
  const faked = fakeExperiments(experiments);
  const state: FakeState = {
    runs: [],
    data: [],
    use: { usage: 1_536_000, quota: 2e9, persisted: false },
    connection: { ok: true, code: 'works', message: 'api.example answers with the model "m".', remedy: '' },
    backend: FAKE_BACKEND,
    calls: [],
    keys: new Map(),
    failing: new Map(),
    ...given,
  };
  const called = async (name: string, about = ''): Promise<void> => {
    state.calls.push(about ? `${name} ${about}` : name);
    const error = state.failing.get(name);
    state.failing.delete(name);
    if (error) throw error;
  };
  const change = (id: string, more: Partial<RunRecord>): void => {
    state.runs = state.runs.map((run) => (run.id === id ? { ...run, ...more } : run));
  };
  const add = (config: RunConfig, name: string | undefined, more: Partial<RunRecord> = {}): RunRecord => {
    const id = `r${state.runs.length + 1}`;
    const record = fakeRecord(id, { config, name: name ?? `Run ${id}`, updatedAt: Date.now(), ...more });
    state.runs = [record, ...state.runs];
    return record;
  };
  const lab: Lab = {
    runs: {
      async list() {
        await called('list');
        return state.runs.filter(({ deletedAt }) => deletedAt === undefined);
      },
      async get(id) {
        await called('get', id);
        return state.runs.find((run) => run.id === id);
      },
      async create(config, name) {
        await called('create', config.data.id);
        return add(config, name);
      },
      async rename(id, name) {
        await called('rename', `${id} ${name}`);
        change(id, { name });
      },
      async duplicate(id, config, name) {
        await called('duplicate', id);
        return add(config, name, { origin: { run: id, as: 'duplicate' } });
      },
      async remove(id) {
        await called('remove', id);
        change(id, { deletedAt: Date.now() });
      },
      async restore(id) {
        await called('restore', id);
        state.runs = state.runs.map(({ deletedAt, ...run }) =>
          run.id === id || deletedAt === undefined ? run : { ...run, deletedAt },
        );
      },
      async purge() {
        await called('purge');
        state.runs = state.runs.filter(({ deletedAt }) => deletedAt === undefined);
      },
      async exportFile(id) {
        await called('exportFile', id);
        return { name: `${id}.json`, blob: new Blob(['{}']) };
      },
      async importFile(file) {
        await called('importFile', file.name);
        return add(parseConfig({ data: { id: 'film-reviews' } }), file.name.replace(/\.\w+$/u, ''));
      },
    },
    data: {
      async list() {
        await called('data.list');
        return state.data;
      },
      async load(id, signal, onProgress) {
        await called('data.load', id);
        onProgress?.({ note: `Fetching ${id}`, done: 300, total: 2000 });
        await new Promise((resolve, reject) => {
          const timer = setTimeout(resolve, 50);
          signal.addEventListener('abort', () => {
            clearTimeout(timer);
            reject(new DOMException('stopped', 'AbortError'));
          });
        });
        return fakeDataset(id);
      },
      async save(dataset) {
        await called('data.save', dataset.id);
        const { id, title, about, hash, labels, seeds, test, pack, task } = dataset;
        state.data = [
          ...state.data.filter((set) => set.id !== id),
          {
            id,
            title,
            about,
            hash,
            labels,
            seeds: seeds.length,
            test: test.length,
            replies: pack?.length ?? 0,
            ...(task === undefined ? {} : { task }),
            savedAt: Date.now(),
          },
        ];
        return dataset;
      },
      async remove(id) {
        await called('data.remove', id);
        state.data = state.data.filter((set) => set.id !== id);
      },
    },
    keys: {
      has: (baseUrl) => state.keys.has(baseUrl),
      set: (baseUrl, key, remember) => void state.keys.set(baseUrl, { key, remember }),
      forget: (baseUrl) => void state.keys.delete(baseUrl),
    },
    storage: {
      async use() {
        await called('storage.use');
        return state.use;
      },
      async persist() {
        await called('storage.persist');
        state.use = { ...state.use, persisted: true };
        return true;
      },
      async deleteEverything() {
        await called('deleteEverything');
        state.runs = [];
        state.data = [];
        state.keys.clear();
      },
    },
    async models() {
      await called('models');
      return fakeModels();
    },
    experiments: async () => faked.experiments,
    backends: async () => fakeBackends().backends,
    async testTeacher(config) {
      await called('testTeacher', config.model);
      return state.connection;
    },
    async testBackend({ provider, baseUrl }) {
      await called('testBackend', `${provider} ${baseUrl}`);
      return state.backend;
    },
  };
  return { lab, state, experiments: faked.state };
}

function fakeDataset(id: string): Dataset {
  const rows = (prefix: string) =>
    ['a', 'b'].map((label) => ({ id: `${prefix}-${label}`, text: `${prefix} ${label}`, label }));
  return {
    id,
    title: id,
    about: '',
    labels: ['a', 'b'],
    seeds: rows('s'),
    test: rows('t'),
    hash: 'b'.repeat(64),
  };
}

/** A page around a view: notes where it was sent and what it said. */
export function fakeShell(lab: Lab): Shell & { readonly went: string[]; readonly spoken: string[] } {
  const went: string[] = [];
  const spoken: string[] = [];
  return {
    went,
    spoken,
    lab: async () => lab,
    openSession: async (id) => {
      throw new LabError('unknown-run', `There is no run "${id}".`, 'Choose another.');
    },
    go: (href) => void went.push(href),
    rewrite: () => undefined,
    arrive: (title) => {
      document.title = title;
    },
    say: (text) => void spoken.push(text),
    report: (error) => {
      throw error;
    },
  };
}
