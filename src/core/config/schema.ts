/**
 * The configuration of a run: plain data, complete, validated where it enters (link, file, form, log).
 * Together with the data it fixes a run (invariant 4).
 */
import * as v from 'valibot';
import { LabError } from '../errors.ts';
import { DEFAULTS, DEFAULT_SEED } from './defaults.ts';

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const between = (min: number, max: number) =>
  v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const orNull = <T extends v.GenericSchema>(schema: T) => v.nullable(schema);

const HeadSchema = v.object({
  id: v.optional(v.literal('head'), 'head'),
  encoder: v.optional(name, 'use-lite'),
  l2: v.optional(between(0, 1e3), DEFAULTS.l2.value),
  /** full-batch runs to convergence; minibatch takes epochs x ceil(n / batchSize) Adam steps. */
  fit: v.optional(v.picklist(['full-batch', 'minibatch']), 'full-batch'),
  epochs: v.optional(whole(1, 1000), DEFAULTS.epochs.value),
  batchSize: v.optional(whole(1, 4096), DEFAULTS.batchSize.value),
  learningRate: v.optional(between(1e-6, 10), DEFAULTS.learningRate.value),
});

export const DEMONSTRATION_RULES = ['none', 'random', 'bm25', 'encoder'] as const;
/** How an in-context student chooses which training examples stand in the prompt. */
export type DemonstrationRule = (typeof DEMONSTRATION_RULES)[number];

/** What every student that reads prompts has. */
const reading = {
  demonstrations: v.optional(v.picklist(DEMONSTRATION_RULES), 'bm25'),
  /** Demonstrations in a prompt, at most. */
  shown: v.optional(whole(0, 64), DEFAULTS.demonstrations.value),
  /** Compares texts for `demonstrations: encoder`. */
  encoder: v.optional(name, 'use-lite'),
  /** Length of a written answer; a label scored in the tab needs none. */
  maxTokens: v.optional(whole(1, 8192), DEFAULTS.answerTokens.value),
  /** The person's own instruction to the student, in training and evaluation alike; null: the task's. */
  system: v.optional(orNull(v.pipe(v.string(), v.minLength(1), v.maxLength(20_000))), null),
};

/** A language model in this tab. */
const InContextSchema = v.object({
  id: v.literal('in-context'),
  /** Id of a language model, as the platform's list of models has it. */
  model: name,
  ...reading,
  /** Divides out what the model answers to an empty text (contextual calibration). */
  calibrate: v.optional(v.boolean(), false),
});

const address = v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//u));
/** A language model behind an OpenAI-compatible chat API; every answer is written and read. */
const ApiStudentSchema = v.object({
  id: v.literal('api'),
  baseUrl: address,
  model: name,
  /** Names extra headers a host needs; see llm/api/presets.ts. */
  preset: v.optional(name, 'custom'),
  ...reading,
  timeoutSeconds: v.optional(whole(1, 3600), 60),
});

/** Who speaks which dialect of fine-tuning; see trainers/fine-tuning/hosts. */
export const TUNING_PROVIDERS = ['llm2llm', 'openai', 'together', 'nebius', 'crusoe', 'localai'] as const;
export type TuningProvider = (typeof TUNING_PROVIDERS)[number];

/** How a fine-tuning backend trains. Null leaves it to the server, whose choice is shown. */
const TuningSchema = v.object({
  /** Low-rank adapters on a frozen model, or all of its weights. */
  method: v.optional(v.picklist(['lora', 'full']), 'lora'),
  epochs: v.optional(orNull(whole(1, 1000)), null),
  batchSize: v.optional(orNull(whole(1, 4096)), null),
  /** Times the server's own rate; the absolute rate it comes to is shown. */
  rateMultiplier: v.optional(orNull(between(1e-4, 1000)), null),
  rank: v.optional(orNull(whole(1, 1024)), null),
  alpha: v.optional(orNull(between(1e-3, 1e5)), null),
});

/** A language model that a fine-tuning backend trains, and answers for. */
const BackendSchema = v.object({
  id: v.literal('backend'),
  baseUrl: address,
  /** The base model, as the server calls it. */
  model: name,
  provider: v.optional(v.picklist(TUNING_PROVIDERS), 'llm2llm'),
  training: v.optional(TuningSchema, {}),
  /** Labels by their likelihood, where the server tells it; or written and read, as free answers always are. */
  answers: v.optional(v.picklist(['scored', 'written']), 'scored'),
  maxTokens: reading.maxTokens,
  system: reading.system,
  timeoutSeconds: v.optional(whole(1, 3600), 60),
});
export const StudentSchema = v.variant('id', [HeadSchema, InContextSchema, ApiStudentSchema, BackendSchema]);

/** What every teacher that reads prompts has. */
const prompted = {
  showWrongAnswer: v.optional(v.boolean(), true),
  /** New examples one call may bring, at most. */
  examplesPerCall: v.optional(whole(1, 20), DEFAULTS.examplesPerCall.value),
  /** The person's own system prompt; null: the task's. */
  system: v.optional(orNull(v.pipe(v.string(), v.minLength(1), v.maxLength(20_000))), null),
};
const sampled = {
  temperature: v.optional(between(0, 2), DEFAULTS.temperature.value),
  maxTokens: v.optional(whole(16, 32768), DEFAULTS.maxTokens.value),
};

const RecordedSchema = v.object({ id: v.literal('recorded') });
const EdaSchema = v.object({
  id: v.literal('eda'),
  alpha: v.optional(between(0, 1), DEFAULTS.edaAlpha.value),
});
const ApiSchema = v.object({
  id: v.literal('api'),
  baseUrl: address,
  model: name,
  /** Names extra headers a host needs; see llm/api/presets.ts. */
  preset: v.optional(name, 'custom'),
  ...sampled,
  concurrency: v.optional(whole(1, 16), 2),
  timeoutSeconds: v.optional(whole(1, 3600), 60),
  stream: v.optional(v.boolean(), true),
  ...prompted,
  /** What the person says a million tokens cost, in any currency; null: not given. */
  priceInput: v.optional(orNull(between(0, 1e6)), null),
  priceOutput: v.optional(orNull(between(0, 1e6)), null),
});
/** A language model in this tab. */
const WebLlmSchema = v.object({ id: v.literal('webllm'), model: name, ...sampled, ...prompted });
/** The browser's own model (Prompt API); it takes no sampling settings from pages. */
const BuiltInSchema = v.object({ id: v.literal('built-in'), ...prompted });
export const TeacherSchema = v.variant('id', [
  RecordedSchema,
  EdaSchema,
  ApiSchema,
  WebLlmSchema,
  BuiltInSchema,
]);

/** How a task of the person's own is answered: by one of its labels, by a number, or by any text. */
export const ANSWER_FORMATS = ['labels', 'number', 'text'] as const;

const CustomSchema = v.object({
  answer: v.optional(v.picklist(ANSWER_FORMATS), 'labels'),
  /** One a line, what it means behind a colon where that helps; null: the labels of the data. */
  labels: v.optional(orNull(v.pipe(v.string(), v.minLength(1), v.maxLength(20_000))), null),
  /** How a text is put to the student; `{text}` is its place. */
  question: v.optional(v.pipe(v.string(), v.includes('{text}'), v.maxLength(2000)), 'Text: {text}\nLabel:'),
});
export type CustomTaskConfig = v.InferOutput<typeof CustomSchema>;

export const LABEL_CHECKS = ['off', 'teacher', 'student'] as const;

export const WRONG_SET_RULES = ['in-sample', 'out-of-fold', 'leave-one-out'] as const;

export const ConfigSchema = v.object({
  v: v.optional(v.literal(1), 1),
  task: v.optional(name, 'classification'),
  /** Of the task `custom` only. */
  custom: v.optional(CustomSchema, {}),
  /** Which set, and which seeds of it. */
  data: v.object({
    id: name,
    /** Hash of the set; a link to a person's own file carries it instead of the data. */
    hash: v.optional(orNull(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u))), null),
    /** Seeds drawn a class. Where it is null, `count` seeds of any class; where that is, `percent`; else the whole pool. */
    perClass: v.optional(orNull(whole(1, 100_000)), DEFAULTS.perClass.value),
    count: v.optional(orNull(whole(1, 1_000_000)), null),
    /** Percent of the pool, of any class, at least one seed (the reference code's SUBSAMPLE_SPLIT, seeded). */
    percent: v.optional(orNull(between(0.001, 100)), null),
    /** Which random draw of the seeds. */
    draw: v.optional(whole(0, 1e9), 1),
  }),
  student: v.optional(StudentSchema, {}),
  teacher: v.optional(TeacherSchema, { id: 'recorded' }),
  arm: v.optional(name, 'llm2llm'),
  iterations: v.optional(whole(1, 1000), DEFAULTS.iterations.value),
  perWrong: v.optional(whole(1, 100), DEFAULTS.perWrong.value),
  attempts: v.optional(whole(1, 20), DEFAULTS.attempts.value),
  wrongSet: v.optional(
    v.object({
      rule: v.optional(v.picklist(WRONG_SET_RULES), 'out-of-fold'),
      folds: v.optional(whole(2, 100), DEFAULTS.folds.value),
      /** Leave augmented examples of held-out seeds out of that fold's fit. */
      withoutChildren: v.optional(v.boolean(), false),
    }),
    {},
  ),
  /** from-scratch is the paper's; continue is its ablation. */
  weights: v.optional(v.picklist(['from-scratch', 'continue']), 'from-scratch'),
  /** seeds is the paper's; seeds-and-augmented is its ablation. */
  augmentFrom: v.optional(v.picklist(['seeds', 'seeds-and-augmented']), 'seeds'),
  measureAugmented: v.optional(v.boolean(), false),
  stops: v.optional(
    v.object({
      /** Stop at this share of seeds right by the wrong-set rule. Never looks at the test set. */
      seedAccuracy: v.optional(orNull(between(0, 1)), null),
      /** Accepted examples, all iterations together. */
      budget: v.optional(orNull(whole(0, 1e6)), null),
      /** Teacher calls, failed ones included; of a pack, replies used. */
      maxCalls: v.optional(orNull(whole(0, 1e6)), null),
      /** Tokens of prompts and replies together, as far as the teacher counts them. */
      maxTokens: v.optional(orNull(whole(0, 1e9)), null),
      /** Money, in the currency of the teacher's prices. */
      maxCost: v.optional(orNull(between(0, 1e6)), null),
      /** Iterations without a smaller wrong set. */
      patience: v.optional(orNull(whole(1, 1000)), null),
    }),
    {},
  ),
  filters: v.optional(
    v.object({
      rougeThreshold: v.optional(between(0, 1), DEFAULTS.rougeThreshold.value),
      leakThreshold: v.optional(between(0, 1), DEFAULTS.leakThreshold.value),
      maxCharacters: v.optional(whole(1, 1e6), DEFAULTS.maxCharacters.value),
      /** A second look at every candidate's label: by the teacher in a call of its own, or by the student. */
      labelCheck: v.optional(v.picklist(LABEL_CHECKS), 'off'),
    }),
    {},
  ),
  seed: v.optional(whole(0, 2 ** 31 - 1), DEFAULT_SEED),
});

/** A complete configuration, every default filled in. */
export type RunConfig = v.InferOutput<typeof ConfigSchema>;
/** What a person or a link need say; the rest is defaults. */
export type RunConfigInput = v.InferInput<typeof ConfigSchema>;
export type StudentConfig = v.InferOutput<typeof StudentSchema>;
export type HeadConfig = v.InferOutput<typeof HeadSchema>;
export type InContextConfig = v.InferOutput<typeof InContextSchema>;
export type ApiStudentConfig = v.InferOutput<typeof ApiStudentSchema>;
export type BackendStudentConfig = v.InferOutput<typeof BackendSchema>;
export type TuningConfig = v.InferOutput<typeof TuningSchema>;
export type TeacherConfig = v.InferOutput<typeof TeacherSchema>;
export type ApiTeacherConfig = v.InferOutput<typeof ApiSchema>;
export type WebLlmTeacherConfig = v.InferOutput<typeof WebLlmSchema>;
export type BuiltInTeacherConfig = v.InferOutput<typeof BuiltInSchema>;
export type EdaTeacherConfig = v.InferOutput<typeof EdaSchema>;

/**
 * Completes and checks a configuration from anywhere.
 * Throws LabError `bad-config` that names the setting and what it allows.
 */
export function parseConfig(input: unknown): RunConfig {
  const result = v.safeParse(ConfigSchema, input);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = issue.path?.map((item) => String(item.key)).join('.') ?? 'configuration';
  throw new LabError(
    'bad-config',
    `The setting "${path}" cannot be used: ${issue.message}.`,
    'Correct that setting, or leave it out to get its default.',
  );
}
