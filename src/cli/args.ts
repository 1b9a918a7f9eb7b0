/** The command line of `npm run loop`, read into a configuration and file names. */
import { DEFAULTS } from '../core/config/defaults.ts';
import type { RunConfig, RunConfigInput } from '../core/config/schema.ts';
import { parseConfig, TUNING_PROVIDERS } from '../core/config/schema.ts';
import { armWords } from '../core/loop/arm-words.ts';
import { ARM_IDS, armOf, TEACHERLESS, withArm } from '../core/loop/arms.ts';
import { tasks } from '../core/tasks/registry.ts';
import { readNumber, readOptions, usage } from './options.ts';
import { placeOf, readStudent, studentKind } from './student-args.ts';

export const USAGE = `Usage: npm run loop -- --seeds FILE --test FILE --teacher TEACHER [options]

  --seeds FILE          JSON Lines: {"id"?, "text", "label"}
  --test FILE           the same, held out for measuring
  --teacher TEACHER     recorded:FILE (a pack: {"seed", "k", "text", "label"}), eda, or api:URL#MODEL
                        (the key is read from LLM2LLM_API_KEY)
  --task NAME           ${tasks.ids.join(', ')} (default: classification)
  --student NAME        encoder (default): frozen sentence encoder, trained head; or api:URL#MODEL,
                        weights unchanged; or backend:URL#MODEL, trained there by a fine-tuning backend
                        (the key is read from LLM2LLM_STUDENT_API_KEY, or is the teacher's at one address)
    --demonstrations none|random|bm25|encoder  --shown N  --answer-tokens N   (of an API student)
    --provider ${TUNING_PROVIDERS.join('|')}  (of a backend)
    --tuning lora|full  --epochs N  --batch-size N  --rate-multiplier X  --lora-rank N  --lora-alpha X
    --answers scored|written  --answer-tokens N   (of a backend; what is left out is the server's choice)
  --arm NAME            one of those below (default: llm2llm)
  --iterations N        rounds of augmentation; one more fit follows
  --per-wrong K         new examples for each wrong seed and iteration
  --attempts N          calls for each new example wanted
  --wrong-set RULE      in-sample (default of a backend), out-of-fold (default), leave-one-out
  --folds N             folds of out-of-fold
  --without-children    a fold's fit leaves out examples written from its held-out seeds
  --l2 X  --fit full-batch|minibatch  (the number of steps matters in minibatch fits only)
    --epochs N  --batch-size N  --learning-rate X
  --weights from-scratch|continue     --augment-from seeds|seeds-and-augmented
  --measure-augmented   accuracy on the augmented examples too
  --budget N            accepted examples at most; without it, calls or tokens are the budget where they are given
  --max-calls N         teacher calls at most (of a pack: replies used)
  --max-teacher-tokens N  tokens of prompts and replies at most, as far as the teacher counts them
  --max-cost X          money at most; with --price-input X and --price-output X, what a million tokens cost
  --patience N          stop after N iterations without a smaller wrong set
  --seed-accuracy X     stop at this share of seeds right
  --rouge-threshold X   reject candidates more similar than this (0.95)
  --leak-threshold X    the same against the test set (0.9)
  --max-characters N    reject longer texts than this (${DEFAULTS.maxCharacters.value})
  --label-check WHO     off (default), teacher, student: a second look at every new example's label;
                        disputed ones are kept apart (the teacher's looks are calls, too)
  --per-class N         draw N seeds a class from the file (default: all rows)
  --count N             draw N seeds of any class;  --percent X: that share of the rows
  --draw N              which random draw
  --seed N              random seed of the run
  --json OUT            write the result here; the log goes to OUT.log.jsonl
  --resume              go on from OUT.log.jsonl

Arms: what each does, and what it needs
${ARM_IDS.map(armHelp).join('\n')}
`;

function armHelp(id: string): string {
  const { varies, needs } = armWords(id);
  return `  ${id.padEnd(18)}  ${varies}\n${' '.repeat(22)}${needs}`;
}

const OPTIONS = {
  seeds: { type: 'string' },
  test: { type: 'string' },
  teacher: { type: 'string' },
  task: { type: 'string' },
  student: { type: 'string' },
  demonstrations: { type: 'string' },
  shown: { type: 'string' },
  'answer-tokens': { type: 'string' },
  provider: { type: 'string' },
  tuning: { type: 'string' },
  'rate-multiplier': { type: 'string' },
  'lora-rank': { type: 'string' },
  'lora-alpha': { type: 'string' },
  answers: { type: 'string' },
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
  'max-characters': { type: 'string' },
  'label-check': { type: 'string' },
  'per-class': { type: 'string' },
  count: { type: 'string' },
  percent: { type: 'string' },
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
  const config = parseConfig(configInput(values, seeds, teacher.config));
  return {
    seeds,
    test,
    pack: teacher.pack,
    out: values.json ?? null,
    resume: values.resume ?? false,
    config: withArm(config, config.arm),
  };
}

function readValues(argv: readonly string[]) {
  return readOptions({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values;
}

function configInput(values: Values, seeds: string, teacher: RunConfigInput['teacher']): unknown {
  const number = (name: keyof Values): number | undefined => readNumber(name, values[name]);
  return {
    task: values.task,
    data: {
      id: `file:${seeds.split(/[/\\]/u).pop() ?? seeds}`,
      perClass: number('per-class') ?? null,
      count: number('count'),
      percent: number('percent'),
      draw: number('draw'),
    },
    student: readStudent(values),
    teacher: withPrices(teacher, number('price-input'), number('price-output')),
    arm: values.arm,
    iterations: number('iterations'),
    perWrong: number('per-wrong'),
    attempts: number('attempts'),
    wrongSet: {
      // A fit there takes minutes, and folds would be so many more of them; in sample is the paper's own way.
      rule: values['wrong-set'] ?? (studentKind(values) === 'backend' ? 'in-sample' : undefined),
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
      maxCharacters: number('max-characters'),
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

function readTeacher(
  value: string | undefined,
  arm: string | undefined,
): { config: RunConfigInput['teacher']; pack: string | null } {
  if (value === undefined) {
    if (arm !== undefined && TEACHERLESS.includes(arm)) return { config: { id: 'recorded' }, pack: null };
    // An arm may bring its own.
    if (armOf(arm ?? '')?.fixes.teacher === 'eda') return { config: { id: 'eda' }, pack: null };
    throw usage('--teacher is missing.');
  }
  if (value === 'eda') return { config: { id: 'eda' }, pack: null };
  if (value.startsWith('recorded:') && value.length > 9) {
    return { config: { id: 'recorded' }, pack: value.slice(9) };
  }
  const api = placeOf('api', value);
  if (api) return { config: { id: 'api', ...api }, pack: null };
  throw usage(`--teacher ${value} is none of recorded:FILE, eda, api:URL#MODEL.`);
}

function required(value: string | undefined, flag: string): string {
  if (value === undefined) throw usage(`${flag} is missing.`);
  return value;
}
