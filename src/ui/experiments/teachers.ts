/** The teachers an experiment can be made with: those that need nothing, and those of the runs kept here. */
import type { RunConfig, TeacherConfig } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import { canonicalJson } from '../../core/json.ts';
import { NEW_EXPERIMENT } from '../copy/experiments.ts';
import { modelCopy } from '../copy/run-models.ts';
import type { MissingKey } from '../shell/missing-key.ts';
import { missingKey } from '../shell/missing-key.ts';

const words = NEW_EXPERIMENT.teachers;

export const RECORDED: TeacherConfig = { id: 'recorded' };
export const EDA: TeacherConfig = parseConfig({ data: { id: 'any' }, teacher: { id: 'eda' } }).teacher;

export interface TeacherChoice {
  /** The same for equal settings. */
  readonly key: string;
  readonly teacher: TeacherConfig;
  readonly title: string;
  readonly text: string;
}

/** Each once: recorded replies, EDA rules, the teachers chosen already, then those of the runs. */
export function teacherChoices(
  chosen: readonly TeacherConfig[],
  runs: readonly { readonly config: RunConfig }[],
): TeacherChoice[] {
  const all = [RECORDED, EDA, ...chosen, ...runs.map(({ config }) => config.teacher)];
  const byKey = new Map(all.map((teacher) => [canonicalJson(teacher), teacher]));
  return [...byKey].map(([key, teacher]) => ({ key, teacher, ...teacherWords(teacher) }));
}

/** A teacher's name in the form and in the report. */
export function teacherTitle(teacher: TeacherConfig): string {
  return teacherWords(teacher).title;
}

function teacherWords(teacher: TeacherConfig): { title: string; text: string } {
  switch (teacher.id) {
    case 'recorded':
      return { title: words.recorded, text: words.recordedText };
    case 'eda':
      return { title: words.eda, text: words.edaText };
    case 'api':
      return { title: words.api(teacher.model, new URL(teacher.baseUrl).host), text: words.apiText };
    case 'webllm':
      return { title: words.webllm(modelCopy.modelName(teacher.model)), text: words.webllmText };
    case 'built-in':
      return { title: words.builtIn, text: words.builtInText };
  }
}

/**
 * Whose key is missing or was refused, by the code of the error that stopped the experiment; null where it was no key.
 * Of several teachers, one without a key comes first.
 */
export function keyWanted(
  code: string | undefined,
  { base, teachers }: ExperimentSpec,
  has: (baseUrl: string) => boolean,
): MissingKey | null {
  const asked = teachers.length > 0 ? teachers : [base.teacher];
  const missing = asked.flatMap((teacher) => missingKey(code, { ...base, teacher }) ?? []);
  return missing.find(({ baseUrl }) => !has(baseUrl)) ?? missing[0] ?? null;
}
