/** The sentence at the top of a run: its configuration in words. */
import { BUNDLED_IDS } from '../../core/datasets/bundled.ts';
import type { RunConfig } from '../../core/config/schema.ts';
import { hostOf } from '../../core/llm/api/address.ts';
import { withArm } from '../../core/loop/arms.ts';
import type { RunStarted } from '../../core/loop/events.ts';
import type { StudentAnswer, WeightsChanged } from '../../core/students/port.ts';
import { taskFacts } from '../../core/tasks/catalogue.ts';
import type { SentencePart } from '../copy/run.ts';
import { runCopy } from '../copy/run.ts';
import { modelCopy } from '../copy/run-models.ts';

/** @param start null before the run has begun: the sentence then goes by the configuration alone */
export function sentence(config: RunConfig, start: RunStarted | null): SentencePart[] {
  const { data, task, arm, perWrong } = config;
  const seeds = start ? runCopy.seeds(data.id, start.seeds.length) : runCopy.seedsWanted(data);
  const said = task === 'classification' || taskFacts(task)?.hub === data.id;
  return runCopy.sentence({
    student: student(config, start),
    data: said ? seeds : runCopy.asTask(seeds, task),
    // An arm may bring its own.
    teacher: teacher(withArm(config, arm), start),
    way: runCopy.ways(arm, perWrong),
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
    ...(config.task === 'classification' ? [] : [runCopy.task(config.task)]),
    weights(config, start),
    ...(config.student.id === 'head' || config.student.id === 'backend'
      ? [runCopy.rule(rule, folds)]
      : [demonstrations(config.student), modelCopy.promptRule(rule, folds)]),
    ...methods.map((method) => modelCopy.methods[method]),
    ...(bundled && asked && config.teacher.id === 'recorded' ? [runCopy.writtenForDemo] : []),
  ];
}

type Reading = Exclude<RunConfig['student'], { readonly id: 'head' | 'backend' }>;

function demonstrations({ shown, demonstrations: rule }: Reading): string {
  return modelCopy.demonstrations[shown === 0 ? 'none' : rule];
}

function student({ student: of, ...config }: RunConfig, start: RunStarted | null): string {
  if (of.id === 'head') return runCopy.students[changes({ student: of, ...config }, start)];
  if (of.id === 'backend') return runCopy.atBackend(of.training.method, of.model, hostOf(of.baseUrl));
  const shown = of.demonstrations === 'none' ? 0 : of.shown;
  return of.id === 'api'
    ? modelCopy.atApi(of.model, hostOf(of.baseUrl), shown)
    : modelCopy.inContext(modelCopy.modelName(of.model), shown);
}

function weights(config: RunConfig, start: RunStarted | null): string {
  const { student: of } = config;
  if (of.id === 'backend') return runCopy.weightsAtBackend(of.training.method, of.model, hostOf(of.baseUrl));
  return of.id === 'api'
    ? runCopy.weightsAtApi(of.model, hostOf(of.baseUrl))
    : runCopy.weights[changes(config, start)];
}

function changes(config: RunConfig, start: RunStarted | null): WeightsChanged {
  return start?.student.changes ?? (config.student.id === 'head' ? 'head' : 'none');
}

function teacher({ student: pupil, teacher: of }: RunConfig, start: RunStarted | null): string {
  if (start && !start.teacher) return runCopy.teachers.none;
  switch (of.id) {
    case 'webllm':
      return pupil.id === 'in-context' && pupil.model === of.model
        ? runCopy.teachers.self
        : modelCopy.inThisTab(modelCopy.modelName(of.model));
    case 'api':
      return start?.teacher?.title ?? of.model;
    default:
      return runCopy.teachers[of.id];
  }
}
