/** An experiment while it is being written: its fields as text, what they say, and what is wrong with each. */
import type { RunConfig, TeacherConfig } from '../../core/config/schema.ts';
import type { BudgetUnit, ExperimentSpec } from '../../core/experiment/spec.ts';
import { parseSpec } from '../../core/experiment/spec.ts';
import { armOf, needsTeacher } from '../../core/loop/arms.ts';
import { taskFacts } from '../../core/tasks/catalogue.ts';
import type { FIELD_NAMES } from '../copy/experiments.ts';
import { EXPERIMENT_FAULT, NEW_EXPERIMENT } from '../copy/experiments.ts';
import { FAULT } from '../copy/setup.ts';
import { dataTitle } from '../copy/shell.ts';
import { taskWords } from '../copy/tasks.ts';

export type FieldName = keyof typeof FIELD_NAMES;
/** The fields that hold a number or a list of numbers. */
export type TextField = 'iterations' | 'l2' | 'draws' | 'first' | 'sizes' | 'seeds' | 'amount';

export interface Form {
  /** Empty: called by what it compares. */
  readonly name: string;
  /** Everything that is not asked in the form. */
  readonly base: RunConfig;
  readonly teachers: readonly TeacherConfig[];
  readonly arms: readonly string[];
  readonly reference: string;
  readonly sizeUnit: ExperimentSpec['sizes']['unit'];
  readonly budget: 'as-llm2llm' | 'amount';
  readonly budgetUnit: BudgetUnit;
  readonly texts: Readonly<Record<TextField, string>>;
}

export type Faults = Partial<Readonly<Record<FieldName, string>>>;

export interface FormReading {
  /** null while something cannot be used. */
  readonly spec: ExperimentSpec | null;
  readonly faults: Faults;
}

/** The fields of an experiment. */
export function formOf(spec: ExperimentSpec): Form {
  const { base, sizes, draws, budget } = spec;
  return {
    name: spec.name,
    base,
    teachers: spec.teachers.length > 0 ? spec.teachers : [base.teacher],
    arms: spec.arms,
    reference: spec.reference,
    sizeUnit: sizes.unit,
    budget: budget.amount === null ? 'as-llm2llm' : 'amount',
    budgetUnit: budget.unit,
    texts: {
      iterations: String(base.iterations),
      l2: base.student.id === 'head' ? String(base.student.l2) : '',
      draws: String(draws.count),
      first: String(draws.first),
      sizes: sizes.values.join(', '),
      seeds: spec.seeds.join(', '),
      amount: budget.amount === null ? '' : String(budget.amount),
    },
  };
}

/** Ten draws of the three arms that say whether targeting pays, with the settings of one run. */
export function firstForm(base: RunConfig): Form {
  const { perClass, count, percent } = base.data;
  const [unit, size] =
    perClass !== null
      ? (['per-class', perClass] as const)
      : count !== null
        ? (['count', count] as const)
        : (['percent', percent] as const);
  const form = formOf(
    parseSpec({
      name: 'unnamed',
      base,
      arms: ['llm2llm', 'untargeted', 'seeds-only'],
      draws: { count: 10 },
      sizes: { unit: size === null ? 'per-class' : unit, values: size === null ? [] : [size] },
    }),
  );
  return { ...form, name: '' };
}

/** The form with another task; where answers are free there are no classes to draw from. */
export function onTask(form: Form, task: string): Form {
  const next = { ...form, base: { ...form.base, task } };
  const facts = taskFacts(task);
  if (form.sizeUnit !== 'per-class' || facts?.answers !== 'number') return next;
  const percent = facts.seeds?.percent ?? 10;
  return { ...next, sizeUnit: 'percent', texts: { ...form.texts, sizes: String(percent) } };
}

/**
 * What the fields say, with a fault for each that cannot be used.
 * @param replies recorded replies of the chosen set; null while that is not known
 */
export function readForm(form: Form, replies: number | null): FormReading {
  const { base, texts, teachers, arms } = form;
  const faults: Partial<Record<FieldName, string>> = {};
  const read = (field: TextField, range: Range): number => {
    const value = numberOf(texts[field], range);
    if (typeof value === 'number') return value;
    faults[field] = value.fault;
    return 0;
  };
  const list = (field: TextField, range: Range): number[] => {
    const parts = texts[field].split(/[\s,;]+/u).filter((part) => part !== '');
    const values = parts.map((part) => numberOf(part, range));
    const wrong = values.find((value) => typeof value === 'object');
    if (wrong) faults[field] = wrong.fault;
    return [...new Set(values.filter((value) => typeof value === 'number'))];
  };
  const percent = form.sizeUnit === 'percent';
  const iterations = read('iterations', { least: 1, most: 1000, whole: true });
  const l2 = base.student.id === 'head' ? read('l2', { least: 0, most: 1000, whole: false }) : null;
  const draws = read('draws', { least: 1, most: 1000, whole: true });
  const first = read('first', { least: 0, most: 1e9, whole: true });
  const sizes = list('sizes', percent ? { least: 0.001, most: 100, whole: false } : COUNT);
  const seeds = list('seeds', { least: 0, most: 2 ** 31 - 1, whole: true });
  const amount = form.budget === 'amount' ? read('amount', COUNT) : null;
  if (amount !== null && texts.amount.trim() === '') faults.amount = EXPERIMENT_FAULT.noAmount;
  Object.assign(faults, unfit(form, replies));
  const [teacher] = teachers;
  if (Object.keys(faults).length > 0 || !teacher) return { spec: null, faults };
  const student = base.student.id === 'head' && l2 !== null ? { ...base.student, l2 } : base.student;
  const spec = parseSpec({
    name: form.name.trim() || NEW_EXPERIMENT.called(dataTitle(base.data.id), arms.length, draws),
    base: { ...base, student, teacher, iterations },
    arms,
    reference: arms.includes(form.reference) ? form.reference : arms[0],
    draws: { first, count: draws },
    sizes: { unit: form.sizeUnit, values: sizes },
    seeds,
    teachers: teachers.length > 1 ? teachers : [],
    budget: { unit: form.budgetUnit, amount },
  });
  return { spec, faults };
}

/** What does not fit together, at the field where it is mended. */
function unfit({ base, teachers, arms, budget }: Form, replies: number | null): Faults {
  const asks = arms.some((id) => {
    const arm = armOf(id);
    return arm && arm.fixes.teacher === undefined && needsTeacher(arm);
  });
  const facts = taskFacts(base.task);
  return {
    ...(facts && !facts.forHeads && base.student.id === 'head'
      ? { data: EXPERIMENT_FAULT.needsModel(taskWords(base.task).title) }
      : {}),
    ...(teachers.length === 0
      ? { teachers: EXPERIMENT_FAULT.noTeacher }
      : asks && replies === 0 && teachers.some(({ id }) => id === 'recorded')
        ? { teachers: EXPERIMENT_FAULT.noReplies }
        : {}),
    ...(arms.length === 0
      ? { arms: EXPERIMENT_FAULT.noArm }
      : budget === 'as-llm2llm' && !arms.includes('llm2llm') && arms.some((id) => id !== 'seeds-only')
        ? { arms: EXPERIMENT_FAULT.needsReference }
        : {}),
  };
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}
const COUNT: Range = { least: 1, most: 1e9, whole: true };

function numberOf(text: string, { least, most, whole }: Range): number | { readonly fault: string } {
  const trimmed = text.trim();
  if (trimmed === '') return { fault: FAULT.needed };
  const value = /^\d+(\.\d+)?(e[+-]?\d+)?$/iu.test(trimmed) ? Number(trimmed) : NaN;
  if (Number.isNaN(value)) return { fault: FAULT.number };
  if (whole && !Number.isInteger(value)) return { fault: FAULT.whole };
  if (value < least) return { fault: FAULT.atLeast(String(least)) };
  return value > most ? { fault: FAULT.atMost(String(most)) } : value;
}
