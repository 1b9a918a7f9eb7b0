/** The sentence at the top of a run: its configuration in words. */
import { BUNDLED_IDS } from '../../core/datasets/bundled.ts';
import type { RunConfig } from '../../core/config/schema.ts';
import type { RunStarted } from '../../core/loop/events.ts';
import type { StudentAnswer, WeightsChanged } from '../../core/students/port.ts';
import type { SentencePart } from '../copy/run.ts';
import { runCopy } from '../copy/run.ts';
import { modelCopy } from '../copy/run-models.ts';

/** @param start null before the run has begun: the sentence then goes by the configuration alone */
export function sentence(config: RunConfig, start: RunStarted | null): SentencePart[] {
  return runCopy.sentence({
    student: student(config, start),
    data: start
      ? runCopy.seeds(config.data.id, start.seeds.length)
      : runCopy.seedsPerClass(config.data.id, config.data.perClass),
    teacher: teacher(config, start),
    way: runCopy.ways(config.arm, config.perWrong),
  });
}

/**
 * Which weights change, how wrong seeds are found, and how answers are.
 * @param methods how a language model's answers were found, as far as there are any
 */
export function underSentence(
  config: RunConfig,
  start: RunStarted | null,
  methods: readonly NonNullable<StudentAnswer['by']>[] = [],
): readonly string[] {
  const bundled = BUNDLED_IDS.some((id) => id === config.data.id);
  const asked = start === null || start.teacher !== null;
  const { rule, folds } = config.wrongSet;
  return [
    runCopy.weights[changes(config, start)],
    ...(config.student.id === 'in-context'
      ? [demonstrations(config.student), modelCopy.promptRule(rule, folds)]
      : [runCopy.rule(rule, folds)]),
    ...methods.map((method) => modelCopy.methods[method]),
    ...(bundled && asked && config.teacher.id === 'recorded' ? [runCopy.writtenForDemo] : []),
  ];
}

type InContext = Extract<RunConfig['student'], { readonly id: 'in-context' }>;

function demonstrations(config: InContext): string {
  return modelCopy.demonstrations[config.shown === 0 ? 'none' : config.demonstrations];
}

function student(config: RunConfig, start: RunStarted | null): string {
  if (config.student.id !== 'in-context') return runCopy.students[changes(config, start)];
  const { model, shown, demonstrations: rule } = config.student;
  return modelCopy.inContext(modelCopy.modelName(model), rule === 'none' ? 0 : shown);
}

function changes(config: RunConfig, start: RunStarted | null): WeightsChanged {
  return start?.student.changes ?? (config.student.id === 'in-context' ? 'none' : 'head');
}

function teacher({ student: pupil, teacher: of, arm }: RunConfig, start: RunStarted | null): string {
  if (start && !start.teacher) return runCopy.teachers.none;
  switch (of.id) {
    case 'webllm':
      return pupil.id === 'in-context' && pupil.model === of.model
        ? runCopy.teachers.self
        : modelCopy.inThisTab(modelCopy.modelName(of.model));
    case 'api':
      return start?.teacher?.title ?? of.model;
    default:
      return runCopy.teachers[arm === 'eda' ? 'eda' : of.id];
  }
}
