/** A fine-tuning backend in memory: jobs that stand as they are told to, and models that answer by rule. */
import type { Predictor, StudentAnswer } from '../../core/students/port.ts';
import type { Task } from '../../core/tasks/port.ts';
import type { Abilities, ServedModel, TuningEvent, TuningHost, TuningJob } from '../../core/trainers/fine-tuning/port.ts';
import type { Backends, BackendPlace, Connection } from './port.ts';

const ABILITIES: Abilities = {
  server: 'LLM2LLM backend 0.1.0 (cpu, float32) at b.example',
  scores: true,
  adopts: true,
  pauses: true,
  answers: true,
  adapterFiles: true,
  webllm: ['q0f32', 'q0f16'],
  notes: [],
};

export const TUNED = 'ft:small:org:run-1:abc';

export function fakeJob(id: string, more: Partial<TuningJob> = {}): TuningJob {
  return {
    id,
    status: 'running',
    rawStatus: 'running',
    base: 'small',
    tuned: null,
    createdAt: 1_700_000_000,
    finishedAt: null,
    estimatedFinish: null,
    trainedTokens: null,
    error: null,
    metadata: { run: 'r1', iteration: '2', fold: 'none' },
    training: { learningRate: 2e-4, epochs: 3, batchSize: 8, rank: 16, alpha: 32, totalSteps: 4 },
    ...more,
  };
}

export function fakeStep(step: number, loss: number): TuningEvent {
  return {
    id: `step-${step}`,
    createdAt: 1_700_000_000 + step,
    level: 'info',
    message: `Step ${step}/4`,
    step,
    totalSteps: 4,
    loss,
    learningRate: 2e-4,
  };
}

export interface FakeBackend {
  abilities: Abilities;
  /** Newest first. */
  jobs: TuningJob[];
  models: ServedModel[];
  events: TuningEvent[];
  /** What opening fails with next. */
  failing: Error | null;
  /** What WebLLM has no library for. */
  without: readonly string[];
  last: BackendPlace | null;
  /** What was asked, in order: `cancel job-1`. */
  readonly calls: string[];
}

/** Base models answer with the first label, tuned ones with the right one, which ends the text. */
function answering(model: string, task: Task, state: FakeBackend): Predictor {
  return {
    async predict(questions, signal) {
      signal.throwIfAborted();
      state.calls.push(`predict ${model} ${questions.length}`);
      return questions.map(({ text }): StudentAnswer => {
        const right = task.labels.find((label) => text.endsWith(label)) ?? null;
        return { answer: model === TUNED ? right : (task.labels[0] ?? null) };
      });
    },
  };
}

function fakeHost(state: FakeBackend): TuningHost {
  const find = (id: string): TuningJob => state.jobs.find((job) => job.id === id) ?? fakeJob(id);
  const move = (id: string, status: TuningJob['status']): TuningJob => {
    state.jobs = state.jobs.map((job) => (job.id === id ? { ...job, status, rawStatus: status } : job));
    return find(id);
  };
  const called = (what: string): void => void state.calls.push(what);
  return {
    title: 'b.example',
    async abilities() {
      called('abilities');
      if (state.failing) throw state.failing;
      return state.abilities;
    },
    models: async () => state.models,
    upload: async () => 'file-1',
    create: async () => fakeJob('new'),
    find: async () => null,
    async jobs(after) {
      called(`jobs ${after ?? 'first'}`);
      const at = after === null ? 0 : Number(after);
      const next = at + 2 < state.jobs.length ? String(at + 2) : null;
      return { items: state.jobs.slice(at, at + 2), next };
    },
    job: async (id) => find(id),
    async events(_id, seen) {
      return state.events.slice(state.events.findIndex(({ id }) => id === seen) + 1);
    },
    checkpoints: async () => [{ id: 'c1', step: 2, model: `${TUNED}:ckpt-step-2`, loss: 0.5 }],
    async cancel(id) {
      called(`cancel ${id}`);
      return move(id, 'cancelled');
    },
    async pause(id) {
      called(`pause ${id}`);
      return move(id, 'paused');
    },
    async resume(id) {
      called(`resume ${id}`);
      return move(id, 'queued');
    },
    async deleteModel(id) {
      called(`delete ${id}`);
      state.models = state.models.filter((model) => model.id !== id);
    },
  };
}

export function fakeBackends(given: Partial<FakeBackend> = {}): { backends: Backends; state: FakeBackend } {
  const state: FakeBackend = {
    abilities: ABILITIES,
    jobs: [],
    models: [
      { id: 'small', base: null, job: null, createdAt: null, metadata: {} },
      { id: TUNED, base: 'small', job: 'job-1', createdAt: 1_700_000_100, metadata: { run: 'r1', iteration: '2' } },
    ],
    events: [],
    failing: null,
    without: [],
    last: null,
    calls: [],
    ...given,
  };
  const open = (place: BackendPlace): Connection => ({
    place,
    host: fakeHost(state),
    files: async () => [
      { name: 'adapter_config.json', bytes: 300 },
      { name: 'adapter_model.safetensors', bytes: 1_900_000 },
    ],
    async file(model, name) {
      state.calls.push(`file ${model} ${name}`);
      return new Blob(['x']);
    },
    async weights(model, quantization) {
      state.calls.push(`weights ${model} ${quantization}`);
      return {
        folder: `${place.baseUrl}/models/${encodeURIComponent(model)}/mlc/resolve/${quantization}/`,
        library: state.without.includes(quantization) ? null : 'https://libs.example/Tiny-q0f16.wasm',
        quantization,
        tuned: { baseUrl: place.baseUrl, model, base: 'small', files: {} },
      };
    },
    predictor: (model, task) => answering(model, task, state),
  });
  return {
    state,
    backends: {
      last: () => state.last,
      open,
      inTab: async (_id, task) => ({ ...answering(TUNED, task, state), end: () => undefined }),
    },
  };
}
