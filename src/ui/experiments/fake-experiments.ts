/** Experiments in memory, for component tests: a small one whose runs come to their ends when the test says so. */
import { parseConfig } from '../../core/config/schema.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import type { PlainError } from '../../core/errors.ts';
import { LabError } from '../../core/errors.ts';
import type { Cell, CellDone, CellResult } from '../../core/experiment/cell.ts';
import { planCells } from '../../core/experiment/plan.ts';
import type { Progress } from '../../core/experiment/progress.ts';
import type { ExperimentSpec, ExperimentSpecInput } from '../../core/experiment/spec.ts';
import { parseSpec } from '../../core/experiment/spec.ts';
import type { ExperimentListener, Experiments, ListedExperiment, OpenExperiment } from './port.ts';

export const fakeData: Dataset = {
  id: 'film-reviews',
  title: 'Film reviews',
  about: '',
  labels: ['a', 'b'],
  seeds: [1, 2, 3].flatMap((n) =>
    ['a', 'b'].map((label) => ({ id: `s-${label}${n}`, text: `${n} ${label}`, label })),
  ),
  test: ['a', 'b'].map((label) => ({ id: `t-${label}`, text: `test ${label}`, label })),
  hash: 'b'.repeat(64),
};

export function fakeSpec(more: Partial<ExperimentSpecInput> = {}): ExperimentSpec {
  return parseSpec({
    name: 'A small one',
    base: { data: { id: 'film-reviews', perClass: 2 } },
    arms: ['llm2llm', 'untargeted', 'seeds-only'],
    draws: { count: 2 },
    ...more,
  });
}

export function fakeListed(id: string, more: Partial<ListedExperiment> = {}): ListedExperiment {
  const spec = fakeSpec();
  return {
    id,
    name: `Experiment ${id}`,
    createdAt: Date.now() - 3_600_000,
    spec,
    dataHash: fakeData.hash,
    cells: 6,
    settled: 0,
    ...more,
  };
}

/** A run that added two examples and got as many right as the draw's number says. */
export function fakeDone(cell: Cell): CellDone {
  const config = parseConfig({ data: { id: 'film-reviews', draw: cell.draw }, arm: cell.arm });
  const right = cell.arm === 'seeds-only' ? 0 : 1 + (cell.draw % 2);
  const point = { trainSize: 4, calls: 0, tokens: null, steps: 10 };
  return {
    status: 'done',
    cell,
    config,
    test: {
      n: 2,
      outcomes: '1'.repeat(right).padEnd(2, '0'),
      before: '00',
      answers: [0, 0],
      answersBefore: [1, 1],
    },
    seeds: 4,
    curve: [
      { ...point, iteration: 0, examples: 0, right: 0 },
      { ...point, iteration: 1, examples: 2, right },
    ],
    accepted: 2,
    calls: 2,
    tokens: null,
    rejected: {},
    labels: null,
    fixes: null,
    reason: 'iterations',
  };
}

/** An experiment whose runs end one by one, each when `step` is called. */
export class FakeOpen implements OpenExperiment {
  readonly record: ListedExperiment;
  readonly dataset = fakeData;
  readonly results: readonly CellResult[] = [];
  readonly calls: string[] = [];
  readonly cells: readonly Cell[];
  #listener: ExperimentListener | null = null;
  #end: (() => void) | null = null;
  #done = 0;

  constructor(record: ListedExperiment) {
    this.record = record;
    this.cells = planCells(record.spec, fakeData).map(({ cell }) => cell);
  }

  run(listener: ExperimentListener): Promise<void> {
    this.calls.push('run');
    this.#listener = listener;
    this.#tell('running');
    return new Promise((resolve) => (this.#end = resolve));
  }

  /** The next run comes to its end, or fails. */
  step(error?: PlainError): void {
    const cell = this.cells[this.#done];
    if (!cell) return;
    this.#done += 1;
    this.#listener?.result(error ? { status: 'failed', cell, error } : fakeDone(cell));
    const finished = this.#done === this.cells.length;
    this.#tell(finished ? 'finished' : 'running');
    if (finished) this.#end?.();
  }

  /** Something stops the whole experiment. */
  break(error: PlainError): void {
    this.#tell('idle', error);
    this.#end?.();
  }

  pause(): void {
    this.calls.push('pause');
    this.#tell('idle');
    this.#end?.();
  }

  close(): void {
    this.calls.push('close');
  }

  #tell(state: Progress['state'], error: PlainError | null = null): void {
    const next = this.cells[this.#done];
    this.#listener?.progress({
      state,
      cells: this.cells.length,
      done: this.#done,
      failed: 0,
      running: state === 'running' && next ? [next] : [],
      secondsLeft: state === 'running' && this.#done > 0 ? 120 : null,
      error,
    });
  }
}

export interface FakeExperimentState {
  list: ListedExperiment[];
  /** Open ones, by id. */
  readonly open: Map<string, FakeOpen>;
  readonly planned: ExperimentSpec[];
  /** Refuses every plan. */
  refusal: LabError | null;
}

export function fakeExperiments(list: ListedExperiment[] = []): {
  experiments: Experiments;
  state: FakeExperimentState;
} {
  const state: FakeExperimentState = { list, open: new Map(), planned: [], refusal: null };
  const experiments: Experiments = {
    list: async () => state.list,
    async plan(spec) {
      state.planned.push(spec);
      if (state.refusal) throw state.refusal;
      const cells = spec.arms.length * spec.draws.count;
      return {
        cells,
        computed: cells - 1,
        impossible: [],
        seeds: [20, 20],
        test: 240,
        fits: 900,
        calls: 0,
        cost: null,
      };
    },
    async create(spec) {
      const record = fakeListed(`e${state.list.length + 1}`, { name: spec.name, spec });
      state.list = [record, ...state.list];
      return record;
    },
    async remove(id) {
      state.list = state.list.filter((one) => one.id !== id);
    },
    async open(id) {
      const record = state.list.find((one) => one.id === id);
      if (!record) {
        throw new LabError('unknown-experiment', `There is no experiment "${id}".`, 'Choose another.');
      }
      const open = new FakeOpen(record);
      state.open.set(id, open);
      return open;
    },
  };
  return { experiments, state };
}
