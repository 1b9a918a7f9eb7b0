/** Puts a run together: its configuration, its data, and what the platform lends. */
import type { RunConfig } from '../config/schema.ts';
import type { Dataset } from '../datasets/port.ts';
import { drawSeeds } from '../datasets/sample.ts';
import { cachedEncoder } from '../encoders/cached.ts';
import type { Encoder, VectorCache } from '../encoders/port.ts';
import { USE_LITE } from '../encoders/use-lite/identity.ts';
import { LabError } from '../errors.ts';
import { createFilters } from '../filters/registry.ts';
import { endpoint } from '../llm/api/address.ts';
import type { ApiRole } from '../llm/api/faults.ts';
import type { LanguageModel } from '../llm/port.ts';
import type { Registry } from '../registry.ts';
import { students } from '../students/registry.ts';
import type { Task } from '../tasks/port.ts';
import { tasks } from '../tasks/registry.ts';
import type { TeacherServices } from '../teachers/port.ts';
import { createTeacher } from '../teachers/registry.ts';
import type { TuningProgress } from '../trainers/fine-tuning/port.ts';
import { trainers } from '../trainers/registry.ts';
import { armFault } from './arm-fault.ts';
import { arms, needsTeacher, withArm } from './arms.ts';
import { requireCaps } from './budget.ts';
import { requireLabelCheck } from './looks.ts';
import { NO_POOL, poolBeside } from './pool.ts';
import type { RunParts } from './runner.ts';

/** What the page's worker or the command line lends a run. */
export interface Platform {
  readonly encoders: Registry<() => Promise<Encoder>>;
  readonly vectors: VectorCache;
  /** A language model for a role, loaded when first asked for. Absent where the platform runs none. */
  readonly languageModel?: (id: string, role: 'student' | 'teacher') => Promise<LanguageModel>;
  /** The network, for teachers and students alike, and what else teachers may need. */
  readonly teacher: Pick<TeacherServices, 'fetch' | 'sleep' | 'synonyms' | 'builtIn'> & {
    /** The key for a base URL, from memory, where the platform can tell for this role; undefined where there is none. */
    readonly keyFor: (baseUrl: string, role: ApiRole) => string | undefined;
  };
  /** Told how a fit outside this tab stands, and null when it is over. */
  readonly onTuning?: (progress: TuningProgress | null) => void;
}

/**
 * The parts' configuration is the arm's own (`withArm`): what runs is what is logged. Throws LabError: unknown ids,
 * other data than the configuration's hash names, a seed draw that cannot be, an arm without the teacher it
 * needs (`armFault`), a task that the student cannot learn.
 * @param run what it is called in records outside its log, such as a fine-tuning job's metadata
 */
export async function assembleRun(
  wanted: RunConfig,
  dataset: Dataset,
  platform: Platform,
  run = 'run',
): Promise<RunParts> {
  const config = withArm(wanted, wanted.arm);
  if (config.data.hash !== null && config.data.hash !== dataset.hash) {
    throw new LabError(
      'other-data',
      `The run was made on other data than "${dataset.title}": the hashes differ.`,
      'Open the file the run was made on, or start a new run on this one.',
    );
  }
  const { labels, test } = dataset;
  const seeds = drawSeeds(dataset.seeds, config.data, config.data.draw);
  const arm = await arms.load(config.arm);
  const fault = armFault(arm.id, config, (dataset.pack?.length ?? 0) > 0);
  if (fault) throw fault;
  const task = (await tasks.load(config.task))({
    labels,
    studentSystem: 'system' in config.student ? config.student.system : null,
    custom: config.custom,
  });
  requireLearnable(config, task, dataset);
  let encoder: Promise<Encoder> | undefined;
  const services = {
    task,
    languageModel: (id: string) => languageModelOf(platform, id, 'student'),
    encoder: () => (encoder ??= loadEncoder(encoderOf(config), platform)),
    net: {
      fetch: platform.teacher.fetch,
      sleep: platform.teacher.sleep,
      keyFor: (baseUrl: string) => studentKey(config, platform, baseUrl),
    },
    onTuning: platform.onTuning ?? (() => undefined),
  };
  const [student, trainer, filters, teacher] = await Promise.all([
    students.load(config.student.id).then((create) => create(config.student, services)),
    trainers.load(config.student.id).then((create) => create(config.student, services)),
    createFilters(config.filters, { task, seeds, test }),
    needsTeacher(arm)
      ? createTeacher(config.teacher, {
          ...platform.teacher,
          keyFor: (baseUrl) => platform.teacher.keyFor(baseUrl, 'teacher'),
          task,
          // A teacher that is the student itself shares its engine: two would need the memory twice.
          languageModel: (id) =>
            languageModelOf(platform, id, isStudents(config, id) ? 'student' : 'teacher'),
          pack: dataset.pack,
          randomSeed: config.seed,
        })
      : null,
  ]);
  requireLabelCheck(config, teacher);
  if (teacher) requireCaps(config);
  const pool = arm.select === 'pool' ? poolBeside(dataset.seeds, seeds, config) : NO_POOL;
  const dataHash = dataset.hash;
  return { run, config, arm, task, student, trainer, teacher, filters, seeds, test, pool, dataHash };
}

/** Throws LabError `needs-language-model` where a head is to learn what no head over a text's vector can. */
function requireLearnable({ student }: RunConfig, task: Task, dataset: Dataset): void {
  if (student.id !== 'head' || task.forHeads) return;
  throw new LabError(
    'needs-language-model',
    `The encoder student cannot learn the task "${task.id}" on "${dataset.title}": its answers are written, or chosen from a list that each text brings.`,
    'Choose a language model as the student: one in this tab, or one behind an API.',
  );
}

/** A fine-tuned model has none of its own: whatever compares texts beside it takes the one of the page. */
function encoderOf({ student }: RunConfig): string {
  return 'encoder' in student ? student.encoder : USE_LITE.id;
}

/** The student's own key; else the teacher's, where both are at one address: a key goes nowhere else. */
function studentKey({ teacher }: RunConfig, platform: Platform, baseUrl: string): string | undefined {
  const { keyFor } = platform.teacher;
  const own = keyFor(baseUrl, 'student');
  if (own !== undefined || teacher.id !== 'api') return own;
  const place = (url: string): string => endpoint(url, 'chat/completions');
  return place(teacher.baseUrl) === place(baseUrl) ? keyFor(teacher.baseUrl, 'teacher') : undefined;
}

function isStudents({ student }: RunConfig, model: string): boolean {
  return student.id === 'in-context' && student.model === model;
}

function languageModelOf(
  platform: Platform,
  id: string,
  role: 'student' | 'teacher',
): Promise<LanguageModel> {
  if (platform.languageModel) return platform.languageModel(id, role);
  return Promise.reject(
    new LabError(
      'no-language-model',
      `The model "${id}" runs in a browser tab with WebGPU only.`,
      'Open this run in the page, or choose another student or teacher here.',
    ),
  );
}

async function loadEncoder(id: string, platform: Platform): Promise<Encoder> {
  const load = await platform.encoders.load(id);
  return cachedEncoder(await load(), platform.vectors);
}
