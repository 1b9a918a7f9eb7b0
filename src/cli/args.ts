/** The command line of `npm run loop`, read into a configuration and file names. */
import { parseArgs } from 'node:util';
import type { RunConfig, RunConfigInput } from '../core/config/schema.ts';
import { parseConfig } from '../core/config/schema.ts';
import { LabError } from '../core/errors.ts';
import { TEACHERLESS } from '../core/loop/arms.ts';

export const USAGE = `Usage: npm run loop -- --seeds FILE --test FILE --teacher TEACHER [options]

  --seeds FILE          JSON Lines: {"id"?, "text", "label"}
  --test FILE           the same, held out for measuring
  --teacher TEACHER     recorded:FILE (a pack: {"seed", "k", "text", "label"}), eda, or api:URL#MODEL
                        (the key is read from LLM2LLM_API_KEY)
  --task NAME           classification (default)
  --student NAME        encoder (default): frozen sentence encoder, trained head
  --arm NAME            llm2llm (default), one-shot, untargeted, seeds-repeated, seeds-only
  --iterations N        rounds of augmentation; one more fit follows
  --per-wrong K         new examples for each wrong seed and iteration
  --attempts N          calls for each new example wanted
  --wrong-set RULE      in-sample, out-of-fold (default), leave-one-out
  --folds N             folds of out-of-fold
  --without-children    a fold's fit leaves out examples written from its held-out seeds
  --l2 X  --fit full-batch|minibatch  (seeds-repeated always fits by minibatch: compare it with
                        arms run with --fit minibatch)
    --epochs N  --batch-size N  --learning-rate X
  --weights from-scratch|continue     --augment-from seeds|seeds-and-augmented
  --measure-augmented   accuracy on the augmented examples too
  --budget N            accepted examples at most
  --max-calls N         teacher calls at most (of a pack: replies used)
  --max-teacher-tokens N  tokens of prompts and replies at most, as far as the teacher counts them
  --max-cost X          money at most; with --price-input X and --price-output X, what a million tokens cost
  --patience N          stop after N iterations without a smaller wrong set
  --seed-accuracy X     stop at this share of seeds right
  --rouge-threshold X   reject candidates more similar than this (0.95)
  --leak-threshold X    the same against the test set (0.9)
  --label-check WHO     off (default), teacher, student: a second look at every new example's label;
                        disputed ones are kept apart (the teacher's looks are calls, too)
  --per-class N         draw N seeds a class from the file (default: all rows)
  --draw N              which random draw
  --seed N              random seed of the run
  --json OUT            write the result here; the log goes to OUT.log.jsonl
  --resume              go on from OUT.log.jsonl
`;

const OPTIONS = {
  seeds: { type: 'string' },
  test: { type: 'string' },
  teacher: { type: 'string' },
  task: { type: 'string' },
  student: { type: 'string' },
  arm: { type: 'string' },
  iterations: { type: 'string' },
  'per-wrong': { type: 'string' },
  attempts: { type: 'string' },
  'wrong-set': { type: 'string' },
  folds: { type: 'string' },
  'without-children': { type: 'boolean' },
  l2: { type: 'string' },
  fit: { type: 'string' },
  epochs: { type: 'string' },
  'batch-size': { type: 'string' },
  'learning-rate': { type: 'string' },
  weights: { type: 'string' },
  'augment-from': { type: 'string' },
  'measure-augmented': { type: 'boolean' },
  budget: { type: 'string' },
  'max-calls': { type: 'string' },
  'max-teacher-tokens': { type: 'string' },
  'max-cost': { type: 'string' },
  'price-input': { type: 'string' },
  'price-output': { type: 'string' },
  patience: { type: 'string' },
  'seed-accuracy': { type: 'string' },
  'rouge-threshold': { type: 'string' },
  'leak-threshold': { type: 'string' },
  'label-check': { type: 'string' },
  'per-class': { type: 'string' },
  draw: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'string' },
  resume: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof readValues>;

export interface LoopCommand {
  readonly seeds: string;
  readonly test: string;
  /** The pack's file, for a recorded teacher. */
  readonly pack: string | null;
  readonly out: string | null;
  readonly resume: boolean;
  /** Its data hash is filled in once the files are read. */
  readonly config: RunConfig;
}

/** Throws LabError `usage` (with what is wrong) or `bad-config`; null when help was asked for. */
export function readCommand(argv: readonly string[]): LoopCommand | null {
  const values = readValues(argv);
  if (values.help) return null;
  const seeds = required(values.seeds, '--seeds');
  const test = required(values.test, '--test');
  if (values.resume && values.json === undefined) {
    throw usage('--resume goes on from the log beside --json OUT, and no OUT was given.');
  }
  const teacher = readTeacher(values.teacher, values.arm);
  return {
    seeds,
    test,
    pack: teacher.pack,
    out: values.json ?? null,
    resume: values.resume ?? false,
    config: parseConfig(configInput(values, seeds, teacher.config)),
  };
}

function readValues(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function configInput(values: Values, seeds: string, teacher: RunConfigInput['teacher']): unknown {
  const number = (name: keyof Values): number | undefined => readNumber(name, values[name]);
  return {
    task: values.task,
    data: {
      id: `file:${seeds.split(/[/\\]/u).pop() ?? seeds}`,
      perClass: number('per-class') ?? null,
      draw: number('draw'),
    },
    student: {
      id: studentId(values.student),
      l2: number('l2'),
      fit: values.fit,
      epochs: number('epochs'),
      batchSize: number('batch-size'),
      learningRate: number('learning-rate'),
    },
    teacher: withPrices(teacher, number('price-input'), number('price-output')),
    arm: values.arm,
    iterations: number('iterations'),
    perWrong: number('per-wrong'),
    attempts: number('attempts'),
    wrongSet: {
      rule: values['wrong-set'],
      folds: number('folds'),
      withoutChildren: values['without-children'],
    },
    weights: values.weights,
    augmentFrom: values['augment-from'],
    measureAugmented: values['measure-augmented'],
    stops: {
      budget: number('budget'),
      maxCalls: number('max-calls'),
      maxTokens: number('max-teacher-tokens'),
      maxCost: number('max-cost'),
      patience: number('patience'),
      seedAccuracy: number('seed-accuracy'),
    },
    filters: {
      rougeThreshold: number('rouge-threshold'),
      leakThreshold: number('leak-threshold'),
      labelCheck: values['label-check'],
    },
    seed: number('seed'),
  };
}

/** Only an API has prices; given to another teacher they are a mistake that must not pass for a cap. */
function withPrices(
  teacher: RunConfigInput['teacher'],
  priceInput: number | undefined,
  priceOutput: number | undefined,
): RunConfigInput['teacher'] {
  if (teacher?.id === 'api') return { ...teacher, priceInput, priceOutput };
  if (priceInput === undefined && priceOutput === undefined) return teacher;
  throw usage('--price-input and --price-output go with --teacher api:URL#MODEL only.');
}

/** "encoder" is the student's name on the command line: what it is to the person, not to the code. */
function studentId(name: string | undefined): string | undefined {
  if (name === undefined || name === 'encoder') return 'head';
  throw usage(`--student ${name} is none of: encoder.`);
}

function readTeacher(
  value: string | undefined,
  arm: string | undefined,
): { config: RunConfigInput['teacher']; pack: string | null } {
  if (value === undefined) {
    if (arm !== undefined && TEACHERLESS.includes(arm)) return { config: { id: 'recorded' }, pack: null };
    throw usage('--teacher is missing.');
  }
  if (value === 'eda') return { config: { id: 'eda' }, pack: null };
  if (value.startsWith('recorded:') && value.length > 9) {
    return { config: { id: 'recorded' }, pack: value.slice(9) };
  }
  const api = /^api:(?<url>[^#]+)#(?<model>.+)$/u.exec(value)?.groups;
  if (api) {
    return { config: { id: 'api', baseUrl: api['url'] ?? '', model: api['model'] ?? '' }, pack: null };
  }
  throw usage(`--teacher ${value} is none of recorded:FILE, eda, api:URL#MODEL.`);
}

function readNumber(name: string, value: string | boolean | undefined): number | undefined {
  if (typeof value !== 'string') return undefined;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw usage(`--${name} ${value} is not a number.`);
  return number;
}

function required(value: string | undefined, flag: string): string {
  if (value === undefined) throw usage(`${flag} is missing.`);
  return value;
}

function usage(problem: string): LabError {
  return new LabError('usage', problem, 'Run with --help to see what it takes.');
}
