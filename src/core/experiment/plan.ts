/** The plan of an experiment: its cells in the report's order, and what each of them needs of another. */
import type { RunConfig, TeacherConfig } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';
import type { Dataset } from '../datasets/port.ts';
import { drawSeeds } from '../datasets/sample.ts';
import { LabError } from '../errors.ts';
import { canonicalJson } from '../json.ts';
import type { Arm } from '../loop/arms.ts';
import { ARM_IDS, armOf, needsTeacher, withArm } from '../loop/arms.ts';
import { capped } from './budget.ts';
import type { Cell } from './cell.ts';
import type { BudgetUnit, ExperimentSpec } from './spec.ts';

/** The arm that sets the budget of the others. */
const SETTER = 'llm2llm';

/** Teachers that do not say how many tokens they took. */
const MUTE: Readonly<Partial<Record<TeacherConfig['id'], string>>> = {
  recorded: 'a recorded pack',
  eda: 'EDA',
  'built-in': "the browser's built-in model",
};

export interface PlannedCell {
  readonly cell: Cell;
  /** The run's configuration, but for a budget that another cell sets. */
  readonly config: RunConfig;
  /** The cell that sets this one's budget, by key, and what is counted; null: `config` says all. */
  readonly budgetFrom: { readonly key: string; readonly unit: BudgetUnit } | null;
  /**
   * The cell whose result this one's is read off: the `whole` of it, as it is the same computation, or its `first-fit`,
   * which is the fit on the seeds alone. null: this cell is computed.
   */
  readonly sameAs: { readonly key: string; readonly of: 'whole' | 'first-fit' } | null;
}

/**
 * Every cell, in the order arms, teachers, sizes, random seeds, draws. Throws LabError `bad-experiment` for a grid that
 * cannot be (an arm nobody knows, a value given twice, a budget that nothing sets), `too-few-seeds` naming the class.
 */
export function planCells(spec: ExperimentSpec, dataset: Pick<Dataset, 'seeds'>): PlannedCell[] {
  const rows = spec.arms.map(knownArm);
  requireGrid(spec);
  requireBudget(spec, rows);
  const teachers = spec.teachers.length > 0 ? spec.teachers : [spec.base.teacher];
  const sizes = spec.sizes.values.length > 0 ? spec.sizes.values : [null];
  const seeds = spec.seeds.length > 0 ? spec.seeds : [spec.base.seed];
  const draws = Array.from({ length: spec.draws.count }, (_, i) => spec.draws.first + i);
  // The first draw stands for all: whether there are enough rows does not depend on which are drawn.
  for (const size of sizes) drawSeeds(dataset.seeds, sized(spec, size), spec.draws.first);

  const cells = rows.flatMap((arm) =>
    teachers.flatMap((_, teacher) =>
      sizes.flatMap((size) =>
        seeds.flatMap((seed) =>
          draws.map((draw) => planned(spec, arm, { arm: arm.id, draw, size, seed, teacher })),
        ),
      ),
    ),
  );
  return shared(cells);
}

type Place = Omit<Cell, 'key'>;

function planned(spec: ExperimentSpec, arm: Arm, place: Place): PlannedCell {
  const cell: Cell = { key: keyOf(place), ...place };
  const config = withArm(
    {
      ...spec.base,
      data: { ...spec.base.data, ...sized(spec, place.size), draw: place.draw },
      seed: place.seed,
      teacher: spec.teachers[place.teacher] ?? spec.base.teacher,
    },
    arm.id,
  );
  const { unit, amount } = spec.budget;
  const isSetter = arm.id === SETTER;
  if (arm.rounds === 'none') return { cell, config, budgetFrom: null, sameAs: null };
  if (amount !== null && counts(unit, arm, config)) {
    return { cell, config: capped(config, unit, amount, isSetter), budgetFrom: null, sameAs: null };
  }
  if (isSetter || !spec.arms.includes(SETTER)) return { cell, config, budgetFrom: null, sameAs: null };
  const from = { key: keyOf({ ...place, arm: SETTER }), unit: counts(unit, arm, config) ? unit : 'examples' };
  return { cell, config, budgetFrom: from, sameAs: null };
}

/**
 * Whether what the arm takes shows in this unit. Copies take no calls, and rules no tokens: such an arm gets as many
 * examples as LLM2LLM accepted.
 */
function counts(unit: BudgetUnit, arm: Arm, { teacher }: RunConfig): boolean {
  if (unit === 'examples') return true;
  return needsTeacher(arm) && (unit === 'calls' || teacher.id !== 'eda');
}

function keyOf({ arm, draw, size, seed, teacher }: Place): string {
  return `${arm}/draw-${draw}/size-${size ?? 'base'}/seed-${seed}/teacher-${teacher}`;
}

/** The seeds' number of a run of this size. */
function sized({ base, sizes }: ExperimentSpec, size: number | null): RunConfig['data'] {
  if (size === null) return base.data;
  const of = (unit: typeof sizes.unit): number | null => (unit === sizes.unit ? size : null);
  return { ...base.data, perClass: of('per-class'), count: of('count'), percent: of('percent') };
}

/** Finds the cells that are the same computation as an earlier one, or as the beginning of one. */
function shared(cells: readonly PlannedCell[]): PlannedCell[] {
  const firstFits = new Map<string, string>();
  for (const { cell, config } of cells) {
    const key = fitOf(config);
    if (cell.arm === SETTER && !firstFits.has(key)) firstFits.set(key, cell.key);
  }
  const known = new Map<string, string>();
  return cells.map((one) => {
    const { cell, config } = one;
    const beginning = armOf(cell.arm)?.rounds === 'none' ? firstFits.get(fitOf(config)) : undefined;
    if (beginning !== undefined) return { ...one, sameAs: { key: beginning, of: 'first-fit' } };
    const computation = computationOf(one);
    const same = known.get(computation);
    if (same === undefined) known.set(computation, cell.key);
    return same === undefined ? one : { ...one, sameAs: { key: same, of: 'whole' } };
  });
}

/** What decides the fit on the seeds alone, and the answers after it. */
function fitOf({ task, custom, data, student, seed }: RunConfig): string {
  return canonicalJson({ task, custom, data, student, seed });
}

/** What decides a whole run: equal text, equal run. */
function computationOf({ cell, config, budgetFrom }: PlannedCell): string {
  const arm = armOf(cell.arm);
  if (!arm) return cell.key;
  const { id: _id, fixes: _fixes, needs: _needs, ...ways } = arm;
  const teacher = needsTeacher(arm) ? config.teacher : null;
  return canonicalJson({ ...config, arm: ways, teacher, budgetFrom });
}

function knownArm(id: string): Arm {
  const arm = armOf(id);
  if (arm) return arm;
  throw badExperiment(`There is no arm called "${id}".`, `Choose among: ${ARM_IDS.join(', ')}.`);
}

function requireGrid(spec: ExperimentSpec): void {
  const { arms, seeds, sizes, teachers, reference } = spec;
  const axes: [name: string, values: readonly (string | number)[]][] = [
    ['arm', arms],
    ['random seed', seeds],
    ['size', sizes.values],
    ['teacher', teachers.map((teacher) => canonicalJson(teacher))],
  ];
  for (const [name, values] of axes) {
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice === undefined) continue;
    throw badExperiment(`The ${name} ${twice} is given twice.`, 'Give each one once.');
  }
  if (!arms.includes(reference)) {
    throw badExperiment(
      `All arms are to be compared with "${reference}", which is not among them.`,
      `Add it to the arms, or name one of them as the reference: ${arms.join(', ')}.`,
    );
  }
  // Sizes are numbers of any kind until their unit is known.
  for (const size of sizes.values) parseConfig({ ...spec.base, data: sized(spec, size) });
}

function requireBudget({ arms, base, budget, teachers }: ExperimentSpec, rows: readonly Arm[]): void {
  const spends = rows.some(({ rounds }) => rounds !== 'none');
  if (budget.amount === null && spends && !arms.includes(SETTER)) {
    throw badExperiment(
      'Nothing sets the budget: no amount is given, and the arm "llm2llm", whose spending would be it, is not among the arms.',
      'Give an amount, or add the arm "llm2llm".',
    );
  }
  const mute = (teachers.length > 0 ? teachers : [base.teacher]).flatMap(({ id }) => MUTE[id] ?? []);
  if (budget.unit === 'tokens' && spends && mute[0] !== undefined) {
    throw badExperiment(
      `The budget is in tokens, but ${mute[0]} as a teacher reports none.`,
      'Give the budget in examples or calls, or choose a teacher that counts its tokens.',
    );
  }
}

function badExperiment(message: string, remedy: string): LabError {
  return new LabError('bad-experiment', message, remedy);
}
