/** What an experiment comes to before anything is run: cells, fits, calls and money at most. */
import type { RunConfig } from '../config/schema.ts';
import type { Dataset } from '../datasets/port.ts';
import { drawSeeds } from '../datasets/sample.ts';
import { toPlainError } from '../errors.ts';
import type { Example } from '../example.ts';
import { armFault } from '../loop/arm-fault.ts';
import type { Arm } from '../loop/arms.ts';
import { armOf, needsTeacher, roundsOf } from '../loop/arms.ts';
import { costOf, pricesOf } from '../loop/budget.ts';
import { foldEvents } from '../loop/fold.ts';
import { foldsOf } from '../loop/folds.ts';
import { projectIteration } from '../loop/projection.ts';
import { newIteration } from '../loop/state.ts';
import type { Task } from '../tasks/port.ts';
import { tasks } from '../tasks/registry.ts';
import { capped } from './budget.ts';
import type { PlannedCell } from './plan.ts';
import type { PlanFacts } from './progress.ts';
import { isLive } from './run-cell.ts';
import type { BudgetUnit } from './spec.ts';

/** What one cell takes at most. */
interface Most {
  readonly fits: number;
  readonly calls: number;
  /** null: not known. */
  readonly cost: number | null;
  /** Accepted examples. */
  readonly examples: number;
}

/**
 * The facts of a plan. Calls are counted as if every seed were wrong in every round and every try but the last failed:
 * a run takes fewer. Throws LabError for a task that is not known and seeds that cannot be drawn.
 */
export async function planFacts(
  plan: readonly PlannedCell[],
  dataset: Pick<Dataset, 'labels' | 'seeds' | 'test' | 'pack'>,
): Promise<PlanFacts> {
  const hasPack = (dataset.pack?.length ?? 0) > 0;
  const impossible = new Map<string, PlanFacts['impossible'][number]>();
  const most = new Map<string, Most>();
  const sizes: number[] = [];
  // The cells that others wait for first: the others are bounded by them.
  const waits = ({ budgetFrom, sameAs }: PlannedCell): number =>
    Number(budgetFrom !== null || sameAs !== null);
  const inTurn = plan.toSorted((a, b) => waits(a) - waits(b));
  for (const { cell, config, budgetFrom, sameAs } of inTurn) {
    const fault = armFault(cell.arm, config, hasPack);
    if (fault) {
      const error = toPlainError(fault);
      impossible.set(`${cell.arm} ${error.code}`, { arm: cell.arm, error });
      continue;
    }
    const seeds = drawSeeds(dataset.seeds, config.data, config.data.draw);
    sizes.push(seeds.length);
    if (sameAs && most.has(sameAs.key)) continue;
    const setter = budgetFrom && most.get(budgetFrom.key);
    // A budget whose setter cannot run is none: the cell fails with it.
    if (budgetFrom && !setter) continue;
    const bounded = budgetFrom && setter ? boundedBy(config, budgetFrom.unit, setter) : config;
    most.set(cell.key, mostOf(bounded, seeds, await taskOf(bounded, dataset)));
  }
  const computed = [...most.values()];
  const calls = sum(computed.map((one) => one.calls));
  const costs = computed.map(({ cost }) => cost);
  return {
    cells: plan.length,
    computed: computed.length,
    impossible: [...impossible.values()],
    seeds: sizes.length === 0 ? [0, 0] : [Math.min(...sizes), Math.max(...sizes)],
    test: dataset.test.length,
    fits: sum(computed.map(({ fits }) => fits)),
    calls,
    cost: costs.includes(null) ? null : sum(costs.map((cost) => cost ?? 0)),
  };
}

/** With the largest budget its setter may leave it; tokens are not known beforehand. */
function boundedBy(config: RunConfig, unit: BudgetUnit, setter: Most): RunConfig {
  if (unit === 'tokens') return config;
  return capped(config, unit, unit === 'calls' ? setter.calls : setter.examples, false);
}

async function taskOf(
  { task, student, custom }: RunConfig,
  { labels }: Pick<Dataset, 'labels'>,
): Promise<Task> {
  const create = await tasks.load(task);
  return create({ labels, studentSystem: 'system' in student ? student.system : null, custom });
}

function mostOf(config: RunConfig, seeds: readonly Example[], task: Task): Most {
  const arm = armOf(config.arm);
  if (!arm) return { fits: 0, calls: 0, cost: 0, examples: 0 };
  const rounds = roundsOf(arm, config.iterations);
  // Students that are shown demonstrations leave a question's own example out by themselves; trained ones cannot.
  const folds = foldsOf(config, seeds, { leavesOwnOut: 'demonstrations' in config.student }).length;
  const live = needsTeacher(arm) && isLive(config.teacher);
  const asked = live ? callsOf(config, arm, rounds, seeds, task) : { calls: 0, cost: 0 };
  return { fits: 1 + rounds * (1 + folds), ...asked, examples: examplesOf(config, rounds, seeds.length) };
}

/** Accepted examples at most, of a run that augments what is wrong. */
function examplesOf({ perWrong, augmentFrom, stops }: RunConfig, rounds: number, seeds: number): number {
  const each = augmentFrom === 'seeds' ? perWrong * rounds : (1 + perWrong) ** rounds - 1;
  return Math.min(seeds * each, stops.budget ?? Infinity);
}

/** Round by round, as if those before had brought nothing. */
function callsOf(
  config: RunConfig,
  arm: Arm,
  rounds: number,
  seeds: readonly Example[],
  task: Task,
): Pick<Most, 'calls' | 'cost'> {
  const state = foldEvents([
    {
      type: 'run-started',
      v: 1,
      config,
      labels: task.labels,
      seeds,
      test: { count: 0, dataHash: '' },
      student: { id: config.student.id, changes: 'none' },
      teacher: { id: config.teacher.id, title: config.teacher.id },
    },
  ]);
  let calls = 0;
  for (let round = 0; round < rounds; round++) {
    const next = projectIteration(state, { arm, task });
    // Where examples that were added are augmented too, there are more of them from round to round.
    const grown = config.augmentFrom === 'seeds' ? 0 : examplesOf(config, round, seeds.length);
    calls += Math.ceil(next.calls * (1 + grown / seeds.length));
    const empty = newIteration({
      type: 'iteration-started',
      iteration: round,
      trainSize: seeds.length,
      last: false,
    });
    state.iterations.push({ ...empty, added: [] });
  }
  calls = Math.min(calls, config.stops.maxCalls ?? Infinity);
  return {
    calls,
    cost: costOf(
      calls * promptTokens(config, arm, task, seeds),
      calls * replyTokens(config),
      pricesOf(config.teacher),
    ),
  };
}

/**
 * Tokens of a prompt, guessed high: a token is at least a byte, the longest seed is asked about, and as many examples
 * of its length are shown as are wanted of it.
 */
function promptTokens(config: RunConfig, arm: Arm, task: Task, seeds: readonly Example[]): number {
  const parent = seeds.reduce((longest, seed) => (seed.text.length > longest.text.length ? seed : longest));
  const { teacher, perWrong } = config;
  const messages =
    arm.ask === 'label'
      ? task.checkPrompt(parent.text)
      : task.teacherPrompt({
          purpose: arm.ask,
          parent,
          wrongAnswer: parent.label,
          count: perWrong,
          shown: Array.from({ length: perWrong }, () => parent.text),
          system: 'system' in teacher ? teacher.system : null,
        });
  const schema = arm.ask === 'label' ? task.checkSchema : task.replySchema;
  return new TextEncoder().encode(messages.map(({ content }) => content).join('') + schema.json).length;
}

/** A reply is cut there. Teachers without such a limit have no prices either. */
function replyTokens({ teacher }: RunConfig): number {
  return 'maxTokens' in teacher ? teacher.maxTokens : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
