/**
 * An experiment: a grid of arms x random draws of the seeds x seed-set sizes x random seeds x teachers, over one data
 * set and one configuration. Plain data; together with the data it fixes every figure of its report.
 */
import * as v from 'valibot';
import { ConfigSchema, TeacherSchema } from '../config/schema.ts';
import { LabError } from '../errors.ts';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

export const BUDGET_UNITS = ['examples', 'calls', 'tokens'] as const;
/** What every arm may spend: accepted examples, teacher calls, or the teacher's tokens. */
export type BudgetUnit = (typeof BUDGET_UNITS)[number];

export const SIZE_UNITS = ['per-class', 'count', 'percent'] as const;

export const SpecSchema = v.object({
  v: v.optional(v.literal(1), 1),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** Everything that does not vary. Its arm, draw, seed, teacher, seed-set size and budget are replaced cell by cell. */
  base: ConfigSchema,
  /** Ids of arms, each once; the order of the report's rows. */
  arms: v.pipe(v.array(id), v.minLength(1), v.maxLength(40)),
  /** The arm all others are compared with. */
  reference: v.optional(id, 'llm2llm'),
  /** Random draws of the seed set: `count` of them, numbered from `first`. */
  draws: v.optional(
    v.object({ first: v.optional(whole(0, 1e9), 1), count: v.optional(whole(1, 1000), 10) }),
    {},
  ),
  /** Seed-set sizes in `unit`; empty: the one of `base`. */
  sizes: v.optional(
    v.object({
      unit: v.optional(v.picklist(SIZE_UNITS), 'per-class'),
      values: v.optional(v.array(v.pipe(v.number(), v.finite(), v.minValue(0.001))), []),
    }),
    {},
  ),
  /** Random seeds of the runs (folds, selection, minibatches); empty: the one of `base`. */
  seeds: v.optional(v.array(whole(0, 2 ** 31 - 1)), []),
  /** Teachers; empty: the one of `base`. With the arm `one-shot` they all get the same wrong set. */
  teachers: v.optional(v.array(TeacherSchema), []),
  budget: v.optional(
    v.object({
      unit: v.optional(v.picklist(BUDGET_UNITS), 'examples'),
      /** null: as much as the arm `llm2llm` spent on the same draw, size, seed and teacher. */
      amount: v.optional(v.nullable(whole(1, 1e9)), null),
    }),
    {},
  ),
});

/** A complete experiment, every default filled in. */
export type ExperimentSpec = v.InferOutput<typeof SpecSchema>;
/** What a person or a file need say. */
export type ExperimentSpecInput = v.InferInput<typeof SpecSchema>;

/** Completes and checks an experiment. Throws LabError `bad-experiment` naming the setting and what it allows. */
export function parseSpec(input: unknown): ExperimentSpec {
  const result = v.safeParse(SpecSchema, input);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = issue.path?.map((item) => String(item.key)).join('.') ?? 'experiment';
  throw new LabError(
    'bad-experiment',
    `The experiment cannot be used: "${path}": ${issue.message}.`,
    'Correct that setting, or leave it out to get its default.',
  );
}
