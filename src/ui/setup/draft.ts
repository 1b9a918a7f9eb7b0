/** A configuration while it is being written: every setting as the text in its field. */
import * as v from 'valibot';
import { SETTINGS, applies, nest, readValue, valueAt } from '../../core/config/link.ts';
import type { Setting } from '../../core/config/link.ts';
import type { RunConfig, RunConfigInput } from '../../core/config/schema.ts';
import { ConfigSchema, parseConfig } from '../../core/config/schema.ts';
import { toPlainError } from '../../core/errors.ts';
import { requireCaps } from '../../core/loop/budget.ts';
import { FAULT } from '../copy/setup.ts';

/** Text by path. Null is the empty text, a truth value "yes" or "no". */
export type Values = Readonly<Record<string, string>>;

export interface Reading {
  /** null while something cannot be used. */
  readonly config: RunConfig | null;
  /** What is wrong, by path. */
  readonly faults: Readonly<Record<string, string>>;
}

/** The settings of what is not chosen keep their text, so that changing one's mind costs nothing. */
export const BLANK: Values = {
  ...textsWith({ student: { id: 'in-context', model: 'model' } }),
  ...textsWith({ student: { id: 'api', baseUrl: 'http://localhost', model: 'model' } }),
  ...textsWith({ teacher: { id: 'eda' } }),
  ...textsWith({ teacher: { id: 'built-in' } }),
  ...textsWith({ teacher: { id: 'webllm', model: 'model' } }),
  ...textsWith({ teacher: { id: 'api', baseUrl: 'http://localhost', model: 'model' } }),
  'student.baseUrl': '',
  'student.model': '',
  'teacher.baseUrl': '',
  'teacher.model': '',
  ...textsWith({}),
};

function textsWith(parts: Pick<RunConfigInput, 'student' | 'teacher'>): Values {
  return textsOf(parseConfig({ data: { id: 'film-reviews' }, ...parts }));
}

/** Where the model of a teacher that is not chosen waits: a service's names are not this tab's. */
const modelOf = (teacher: string): string => `model of ${teacher}`;

/** The fields with another kind of teacher chosen. */
export function withTeacher(values: Values, teacher: string): Values {
  const before = values['teacher.id'] ?? '';
  if (before === teacher) return values;
  const kept = { ...values, [modelOf(before)]: values['teacher.model'] ?? '' };
  return { ...kept, 'teacher.id': teacher, 'teacher.model': kept[modelOf(teacher)] ?? '' };
}

/** The fields of a configuration. */
export function valuesOf(config: RunConfig, before: Values = BLANK): Values {
  return { ...withTeacher(before, config.teacher.id), ...textsOf(config) };
}

function textsOf(config: RunConfig): Values {
  return Object.fromEntries(
    SETTINGS.map(({ path }) => [path, valueAt(config, path)] as const)
      .filter(([, value]) => value !== undefined)
      .map(([path, value]) => [path, textOf(value)]),
  );
}

function textOf(value: unknown): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
}

/** What the fields say, with a fault for each that cannot be used. */
export function readDraft(values: Values): Reading {
  const faults: Record<string, string> = {};
  const entries: [string, unknown][] = [];
  const kinds = {
    task: values['task'] ?? '',
    student: values['student.id'] ?? '',
    teacher: values['teacher.id'] ?? '',
  };
  for (const setting of SETTINGS) {
    if (!applies(setting, kinds)) continue;
    const text = (values[setting.path] ?? '').trim();
    const value = text === '' && setting.none !== undefined ? null : readValue(setting, text);
    if (value === undefined) faults[setting.path] = text === '' ? FAULT.needed : unreadable(setting);
    else entries.push([setting.path, value]);
  }
  const result = v.safeParse(ConfigSchema, nest(entries));
  if (result.success) return { config: Object.keys(faults).length === 0 ? result.output : null, faults };
  for (const issue of result.issues) {
    const path = issue.path?.map((item) => String(item.key)).join('.') ?? '';
    faults[path] ??= faultOf(issue);
  }
  return { config: null, faults };
}

const CAPS: Readonly<Record<string, string>> = {
  'no-prices': 'stops.maxCost',
  'no-token-count': 'stops.maxTokens',
};

/** What is wrong with a cap that this teacher could never reach, at its field. */
export function capFault(config: RunConfig): Readonly<Record<string, string>> {
  try {
    requireCaps(config);
    return {};
  } catch (thrown) {
    const { code, message, remedy } = toPlainError(thrown);
    return { [CAPS[code] ?? 'stops.maxCost']: `${message} ${remedy}` };
  }
}

function unreadable(setting: Setting): string {
  return setting.kind === 'number' ? FAULT.number : FAULT.other;
}

function faultOf(issue: v.BaseIssue<unknown>): string {
  const limit = String(issue.requirement);
  switch (issue.type) {
    case 'integer':
      return FAULT.whole;
    case 'min_value':
      return FAULT.atLeast(limit);
    case 'max_value':
      return FAULT.atMost(limit);
    case 'max_length':
      return FAULT.tooLong(limit);
    case 'url':
    case 'regex':
      return FAULT.address;
    default:
      return FAULT.other;
  }
}
