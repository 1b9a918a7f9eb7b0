/**
 * A configuration as a link: flat, readable parameters for only what differs from the defaults, as in
 * `#/open?set=film-reviews&draw=3&arm=untargeted&budget=20`. A link never carries data, and never a key.
 */
import { LabError } from '../errors.ts';
import type { RunConfig, RunConfigInput, StudentConfig, TeacherConfig } from './schema.ts';
import { parseConfig } from './schema.ts';

/** One setting: its place in the configuration and its name in a link. */
export interface Setting {
  readonly name: string;
  readonly path: string;
  readonly kind: 'text' | 'number' | 'flag';
  /** The word that stands for null, where null is allowed. */
  readonly none?: string;
  /** Has no default: always written. */
  readonly always?: true;
  /** Only teachers of these kinds have it. */
  readonly teacher?: readonly TeacherConfig['id'][];
  /** Only students of these kinds have it. */
  readonly student?: readonly StudentConfig['id'][];
  /** Only these tasks have it. */
  readonly task?: readonly string[];
}

const HEAD = ['head'] as const;
const IN_CONTEXT = ['in-context'] as const;
const CUSTOM = ['custom'] as const;
const READING = ['in-context', 'api'] as const;
const ADDRESSED = ['api', 'backend'] as const;
const BACKEND = ['backend'] as const;
const MODELS = [...READING, ...BACKEND] as const;
const PROMPTED = ['api', 'webllm', 'built-in'] as const;

/** Every setting of a run, in the order in which a link names them. */
export const SETTINGS: readonly Setting[] = [
  { name: 'set', path: 'data.id', kind: 'text', always: true },
  { name: 'hash', path: 'data.hash', kind: 'text', none: 'none' },
  { name: 'per-class', path: 'data.perClass', kind: 'number', none: 'all' },
  { name: 'count', path: 'data.count', kind: 'number', none: 'none' },
  { name: 'percent', path: 'data.percent', kind: 'number', none: 'none' },
  { name: 'draw', path: 'data.draw', kind: 'number' },
  { name: 'task', path: 'task', kind: 'text' },
  { name: 'answer', path: 'custom.answer', kind: 'text', task: CUSTOM },
  { name: 'labels', path: 'custom.labels', kind: 'text', task: CUSTOM, none: 'data' },
  { name: 'question', path: 'custom.question', kind: 'text', task: CUSTOM },
  { name: 'student', path: 'student.id', kind: 'text' },
  { name: 'encoder', path: 'student.encoder', kind: 'text', student: ['head', ...READING] },
  { name: 'l2', path: 'student.l2', kind: 'number', student: HEAD },
  { name: 'fit', path: 'student.fit', kind: 'text', student: HEAD },
  { name: 'epochs', path: 'student.epochs', kind: 'number', student: HEAD },
  { name: 'batch', path: 'student.batchSize', kind: 'number', student: HEAD },
  { name: 'rate', path: 'student.learningRate', kind: 'number', student: HEAD },
  { name: 'student-url', path: 'student.baseUrl', kind: 'text', student: ADDRESSED, always: true },
  { name: 'student-model', path: 'student.model', kind: 'text', student: MODELS, always: true },
  { name: 'student-preset', path: 'student.preset', kind: 'text', student: ['api'] },
  { name: 'student-timeout', path: 'student.timeoutSeconds', kind: 'number', student: ADDRESSED },
  { name: 'provider', path: 'student.provider', kind: 'text', student: BACKEND },
  { name: 'tuning', path: 'student.training.method', kind: 'text', student: BACKEND },
  { name: 'tuning-epochs', path: 'student.training.epochs', kind: 'number', student: BACKEND, none: 'auto' },
  {
    name: 'tuning-batch',
    path: 'student.training.batchSize',
    kind: 'number',
    student: BACKEND,
    none: 'auto',
  },
  {
    name: 'tuning-rate',
    path: 'student.training.rateMultiplier',
    kind: 'number',
    student: BACKEND,
    none: 'auto',
  },
  { name: 'lora-rank', path: 'student.training.rank', kind: 'number', student: BACKEND, none: 'auto' },
  { name: 'lora-alpha', path: 'student.training.alpha', kind: 'number', student: BACKEND, none: 'auto' },
  { name: 'answers', path: 'student.answers', kind: 'text', student: BACKEND },
  { name: 'student-system', path: 'student.system', kind: 'text', student: MODELS, none: 'standard' },
  { name: 'demonstrations', path: 'student.demonstrations', kind: 'text', student: READING },
  { name: 'shown', path: 'student.shown', kind: 'number', student: READING },
  { name: 'calibrate', path: 'student.calibrate', kind: 'flag', student: IN_CONTEXT },
  { name: 'answer-tokens', path: 'student.maxTokens', kind: 'number', student: MODELS },
  { name: 'teacher', path: 'teacher.id', kind: 'text' },
  { name: 'alpha', path: 'teacher.alpha', kind: 'number', teacher: ['eda'] },
  { name: 'url', path: 'teacher.baseUrl', kind: 'text', teacher: ['api'], always: true },
  { name: 'model', path: 'teacher.model', kind: 'text', teacher: ['api', 'webllm'], always: true },
  { name: 'preset', path: 'teacher.preset', kind: 'text', teacher: ['api'] },
  { name: 'temperature', path: 'teacher.temperature', kind: 'number', teacher: ['api', 'webllm'] },
  { name: 'max-tokens', path: 'teacher.maxTokens', kind: 'number', teacher: ['api', 'webllm'] },
  { name: 'concurrency', path: 'teacher.concurrency', kind: 'number', teacher: ['api'] },
  { name: 'timeout', path: 'teacher.timeoutSeconds', kind: 'number', teacher: ['api'] },
  { name: 'stream', path: 'teacher.stream', kind: 'flag', teacher: ['api'] },
  { name: 'show-wrong-answer', path: 'teacher.showWrongAnswer', kind: 'flag', teacher: PROMPTED },
  { name: 'examples-per-call', path: 'teacher.examplesPerCall', kind: 'number', teacher: PROMPTED },
  { name: 'system', path: 'teacher.system', kind: 'text', teacher: PROMPTED, none: 'standard' },
  { name: 'price-input', path: 'teacher.priceInput', kind: 'number', teacher: ['api'], none: 'none' },
  { name: 'price-output', path: 'teacher.priceOutput', kind: 'number', teacher: ['api'], none: 'none' },
  { name: 'arm', path: 'arm', kind: 'text' },
  { name: 'iterations', path: 'iterations', kind: 'number' },
  { name: 'per-wrong', path: 'perWrong', kind: 'number' },
  { name: 'attempts', path: 'attempts', kind: 'number' },
  { name: 'wrong-set', path: 'wrongSet.rule', kind: 'text' },
  { name: 'folds', path: 'wrongSet.folds', kind: 'number' },
  { name: 'without-children', path: 'wrongSet.withoutChildren', kind: 'flag' },
  { name: 'weights', path: 'weights', kind: 'text' },
  { name: 'augment-from', path: 'augmentFrom', kind: 'text' },
  { name: 'measure-augmented', path: 'measureAugmented', kind: 'flag' },
  { name: 'stop-at', path: 'stops.seedAccuracy', kind: 'number', none: 'none' },
  { name: 'budget', path: 'stops.budget', kind: 'number', none: 'none' },
  { name: 'max-calls', path: 'stops.maxCalls', kind: 'number', none: 'none' },
  { name: 'max-teacher-tokens', path: 'stops.maxTokens', kind: 'number', none: 'none' },
  { name: 'max-cost', path: 'stops.maxCost', kind: 'number', none: 'none' },
  { name: 'patience', path: 'stops.patience', kind: 'number', none: 'none' },
  { name: 'rouge', path: 'filters.rougeThreshold', kind: 'number' },
  { name: 'leak', path: 'filters.leakThreshold', kind: 'number' },
  { name: 'max-characters', path: 'filters.maxCharacters', kind: 'number' },
  { name: 'label-check', path: 'filters.labelCheck', kind: 'text' },
  { name: 'seed', path: 'seed', kind: 'number' },
];

const BY_NAME = new Map(SETTINGS.map((setting) => [setting.name, setting]));
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/iu;

/** The value at a dotted path of plain data; undefined where there is none. */
export function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        inner !== null && typeof inner === 'object' ? (inner as Record<string, unknown>)[key] : undefined,
      data,
    );
}

/** Nested plain data from values by dotted path. */
export function nest(entries: Iterable<readonly [path: string, value: unknown]>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of entries) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let at = root;
    for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
    at[last] = value;
  }
  return root;
}

/** A setting's value as text; null as its own word. */
export function printValue(setting: Setting, value: unknown): string {
  if (value === null || value === undefined) return setting.none ?? '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
}

/** A setting's value from text; undefined when the text cannot be one. */
export function readValue(setting: Setting, text: string): string | number | boolean | null | undefined {
  if (setting.none !== undefined && text === setting.none) return null;
  switch (setting.kind) {
    case 'number':
      return NUMBER.test(text) ? Number(text) : undefined;
    case 'flag':
      return text === 'yes' ? true : text === 'no' ? false : undefined;
    case 'text':
      return text === '' ? undefined : text;
  }
}

/** The configuration with nothing said but which student and teacher, and what of them has no default. */
function plainConfig({ data, student, teacher }: RunConfig): RunConfig {
  const own = (of: string) =>
    SETTINGS.filter(({ path, always }) => path === `${of}.id` || (always && path.startsWith(`${of}.`)));
  const said = (of: string, part: StudentConfig | TeacherConfig) =>
    own(of).map(({ path }) => [path, valueAt({ [of]: part }, path)] as const);
  const values = [...said('student', student), ...said('teacher', teacher)];
  return parseConfig({
    data: { id: data.id },
    ...nest(values.filter(([, value]) => value !== undefined)),
  });
}

/** What decides which settings there are. */
export interface Kinds {
  readonly task: string;
  readonly student: string;
  readonly teacher: string;
}

/** Whether a configuration of this task with this student and teacher has the setting. */
export function applies({ task, student, teacher }: Setting, ids: Kinds): boolean {
  const among = (kinds: readonly string[] | undefined, id: string) => !kinds || kinds.includes(id);
  return among(task, ids.task) && among(student, ids.student) && among(teacher, ids.teacher);
}

/** What decides which settings a configuration has. */
function kindsOf({ task, student, teacher }: RunConfig): Kinds {
  return { task, student: student.id, teacher: teacher.id };
}

/** The settings in which a configuration differs from the defaults, and those that have no default. */
export function changedSettings(config: RunConfig): { setting: Setting; value: unknown }[] {
  const plain = parseConfig({ data: { id: config.data.id } });
  const sameKind = plainConfig(config);
  return SETTINGS.filter((setting) => applies(setting, kindsOf(config)))
    .map((setting) => ({ setting, value: valueAt(config, setting.path) }))
    .filter(({ setting, value }) => {
      const isKind = setting.path === 'student.id' || setting.path === 'teacher.id';
      return setting.always || value !== valueAt(isKind ? plain : sameKind, setting.path);
    });
}

/** The link that opens this configuration: a hash, to be put behind the page's address. */
export function linkOf(config: RunConfig): string {
  const params = new URLSearchParams();
  for (const { setting, value } of changedSettings(config)) {
    const text = printValue(setting, value);
    params.append(setting.name, setting.path.endsWith('.baseUrl') ? withoutSecrets(text) : text);
  }
  return `#/open?${params.toString()}`;
}

/** A base URL may have been given with a password or a key in it: only a version goes along. */
export function withoutSecrets(baseUrl: string): string {
  const url = new URL(baseUrl);
  const secret = [...url.searchParams.keys()].filter((name) => !/^(api-)?version$/iu.test(name));
  if (!url.username && !url.password && !url.hash && secret.length === 0) return baseUrl;
  url.username = url.password = url.hash = '';
  for (const name of secret) url.searchParams.delete(name);
  return url.href;
}

/**
 * The configuration a link means. Throws LabError `bad-link` for a parameter that is unknown, given
 * twice or out of place, and `bad-config` for a value that is not allowed.
 */
export function configOfLink(params: URLSearchParams): RunConfigInput {
  const teacher = params.get('teacher') ?? 'recorded';
  const student = params.get('student') ?? 'head';
  const task = params.get('task') ?? 'classification';
  const values = new Map<string, unknown>();
  for (const [name, text] of params) {
    const setting = BY_NAME.get(name);
    if (!setting) throw badLink(`has a parameter "${name}" that this page does not know`);
    if (values.has(setting.path)) throw badLink(`gives "${name}" twice`);
    if (!applies(setting, { task, student, teacher })) {
      throw badLink(`gives "${name}", which goes with ${wanted(setting)} only`);
    }
    const value = readValue(setting, text);
    if (value === undefined) throw badLink(`gives "${name}" the value "${text}", which it cannot have`);
    values.set(setting.path, value);
  }
  if (!values.has('data.id')) throw badLink('does not name a data set');
  if ([...values.keys()].some((path) => path.startsWith('teacher.'))) values.set('teacher.id', teacher);
  const input = nest(values);
  parseConfig(input);
  return input as RunConfigInput; // just checked
}

function wanted({ task, student, teacher }: Setting): string {
  if (task) return `task=${task.join(' or ')}`;
  return teacher ? `teacher=${teacher.join(' or ')}` : `student=${student?.join(' or ') ?? ''}`;
}

function badLink(what: string): LabError {
  return new LabError(
    'bad-link',
    `The link ${what}.`,
    'Ask for the link again, or take that parameter out of the address; what is left out gets its default.',
  );
}
