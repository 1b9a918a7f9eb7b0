/** Puts a run together: its configuration, its data, and what the platform lends. */
import type { RunConfig } from '../config/schema.ts';
import type { Dataset } from '../datasets/port.ts';
import { drawSeeds } from '../datasets/sample.ts';
import { cachedEncoder } from '../encoders/cached.ts';
import type { Encoder, VectorCache } from '../encoders/port.ts';
import { LabError } from '../errors.ts';
import { createFilters } from '../filters/registry.ts';
import type { LanguageModel } from '../llm/port.ts';
import type { Registry } from '../registry.ts';
import { students } from '../students/registry.ts';
import { tasks } from '../tasks/registry.ts';
import type { TeacherServices } from '../teachers/port.ts';
import { createTeacher } from '../teachers/registry.ts';
import { trainers } from '../trainers/registry.ts';
import { arms, needsTeacher } from './arms.ts';
import { requireCaps } from './budget.ts';
import { requireLabelCheck } from './looks.ts';
import type { RunParts } from './runner.ts';

/** What the page's worker or the command line lends a run. */
export interface Platform {
  readonly encoders: Registry<() => Promise<Encoder>>;
  readonly vectors: VectorCache;
  /** A language model for a role, loaded when first asked for. Absent where the platform runs none. */
  readonly languageModel?: (id: string, role: 'student' | 'teacher') => Promise<LanguageModel>;
  readonly teacher: Pick<TeacherServices, 'fetch' | 'sleep' | 'keyFor' | 'synonyms' | 'builtIn'>;
}

/** Throws LabError: unknown ids, other data than the configuration's hash names, a seed draw that cannot be. */
export async function assembleRun(
  config: RunConfig,
  dataset: Dataset,
  platform: Platform,
): Promise<RunParts> {
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
  const task = (await tasks.load(config.task))({
    labels,
    studentSystem: 'system' in config.student ? config.student.system : null,
    custom: config.custom,
  });
  let encoder: Promise<Encoder> | undefined;
  const services = {
    task,
    languageModel: (id: string) => languageModelOf(platform, id, 'student'),
    encoder: () => (encoder ??= loadEncoder(config.student.encoder, platform)),
  };
  const [student, trainer, filters, teacher] = await Promise.all([
    students.load(config.student.id).then((create) => create(config.student, services)),
    trainers.load(config.student.id).then((create) => create(config.student, services)),
    createFilters(config.filters, { task, seeds, test }),
    needsTeacher(arm)
      ? createTeacher(config.teacher, {
          ...platform.teacher,
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
  return { config, arm, task, student, trainer, teacher, filters, seeds, test, dataHash: dataset.hash };
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
