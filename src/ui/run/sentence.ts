/** The sentence at the top of a run: its configuration in words. */
import { BUNDLED_IDS } from '../../core/datasets/bundled.ts';
import type { RunConfig } from '../../core/config/schema.ts';
import type { RunStarted } from '../../core/loop/events.ts';
import type { WeightsChanged } from '../../core/students/port.ts';
import type { SentencePart } from '../copy/run.ts';
import { runCopy } from '../copy/run.ts';

/** @param start null before the run has begun: the sentence then goes by the configuration alone */
export function sentence(config: RunConfig, start: RunStarted | null): SentencePart[] {
  return runCopy.sentence({
    student: runCopy.students[changes(start)],
    data: start
      ? runCopy.seeds(config.data.id, start.seeds.length)
      : runCopy.seedsPerClass(config.data.id, config.data.perClass),
    teacher: teacher(config, start),
    way: runCopy.ways(config.arm, config.perWrong),
  });
}

/** Which weights change, and how wrong seeds are found. */
export function underSentence(config: RunConfig, start: RunStarted | null): readonly string[] {
  const bundled = BUNDLED_IDS.some((id) => id === config.data.id);
  const asked = start === null || start.teacher !== null;
  return [
    runCopy.weights[changes(start)],
    runCopy.rule(config.wrongSet.rule, config.wrongSet.folds),
    ...(bundled && asked && config.teacher.id === 'recorded' ? [runCopy.writtenForDemo] : []),
  ];
}

function changes(start: RunStarted | null): WeightsChanged {
  return start?.student.changes ?? 'head';
}

function teacher(config: RunConfig, start: RunStarted | null): string {
  if (start && !start.teacher) return runCopy.teachers.none;
  if ('model' in config.teacher) return start?.teacher?.title ?? config.teacher.model;
  return runCopy.teachers[config.arm === 'eda' ? 'eda' : config.teacher.id];
}
