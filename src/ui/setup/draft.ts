/** A configuration while it is being written: every setting as the text in its field. */
import * as v from 'valibot';
import { SETTINGS, applies, nest, readValue, valueAt } from '../../core/config/link.ts';
import type { Setting } from '../../core/config/link.ts';
import type { RunConfig, RunConfigInput } from '../../core/config/schema.ts';
import { ConfigSchema, parseConfig } from '../../core/config/schema.ts';
import { FAULT } from '../copy/setup.ts';
import type { SizeKind } from './following.ts';
import { USUAL_BACKEND } from './tuning-services.ts';

/** Text by path. Null is the empty text, a truth value "yes" or "no". */
export type Values = Readonly<Record<string, string>>;

export interface Reading {
  /** null while something cannot be used. */
  readonly config: RunConfig | null;
  /** What is wrong, by path. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Settings whose text belongs to one kind of student or teacher: a service's names and address are not another's. */
const OWN_TEXTS = ['model', 'baseUrl'] as const;

/** Where the text of a kind that is not chosen waits. */
const keptAt = (role: 'student' | 'teacher', kind: string, name: string): string =>
  `${name} of ${role} ${kind}`;

/** The settings of what is not chosen keep their text, so that changing one's mind costs nothing. */
export const BLANK: Values = {
  ...textsWith({ student: { id: 'in-context', model: 'model' } }),
  ...textsWith({ student: { id: 'api', baseUrl: 'http://localhost', model: 'model' } }),
  ...textsWith({ student: { id: 'backend', baseUrl: 'http://localhost', model: 'model' } }),
  ...textsWith({ teacher: { id: 'eda' } }),
  ...textsWith({ teacher: { id: 'built-in' } }),
  ...textsWith({ teacher: { id: 'webllm', model: 'model' } }),
  ...textsWith({ teacher: { id: 'api', baseUrl: 'http://localhost', model: 'model' } }),
  'student.baseUrl': '',
  [keptAt('student', 'backend', 'baseUrl')]: USUAL_BACKEND,
  'student.model': '',
  'teacher.baseUrl': '',
  'teacher.model': '',
  ...textsWith({}),
};

function textsWith(parts: Pick<RunConfigInput, 'student' | 'teacher'>): Values {
  return textsOf(parseConfig({ data: { id: 'film-reviews' }, ...parts }));
}

/** The fields with another kind of teacher chosen. */
export function withTeacher(values: Values, teacher: string): Values {
  return withKind(values, 'teacher', teacher);
}

/** The fields with another kind of student chosen. */
export function withStudent(values: Values, student: string): Values {
  return withKind(values, 'student', student);
}

function withKind(values: Values, role: 'student' | 'teacher', kind: string): Values {
  const before = values[`${role}.id`] ?? '';
  if (before === kind) return values;
  const put = OWN_TEXTS.map((name) => [keptAt(role, before, name), values[`${role}.${name}`] ?? ''] as const);
  const take = OWN_TEXTS.map((name) => [`${role}.${name}`, values[keptAt(role, kind, name)] ?? ''] as const);
  return { ...values, ...Object.fromEntries([...put, ...take]), [`${role}.id`]: kind };
}

/** The fields of a configuration. */
export function valuesOf(config: RunConfig, before: Values = BLANK): Values {
  const kinds = withStudent(withTeacher(before, config.teacher.id), config.student.id);
  return { ...kinds, ...textsOf(config), ...sizeTexts(config, before) };
}

/** Not a setting of its own: which of the three ways of giving the number of seeds is used. */
export const SIZE = 'data.size';
const SIZES = ['perClass', 'count', 'percent'] as const;

/** The way chosen. */
export function sizeOf(values: Values): SizeKind {
  const size = values[SIZE];
  return size === 'count' || size === 'percent' || size === 'all' ? size : 'perClass';
}

/** Numbers of the ways not used stay, so that trying another costs nothing. */
function sizeTexts({ data }: RunConfig, before: Values): Values {
  const numbers = SIZES.map((size) => {
    const path = `data.${size}`;
    return [path, data[size] === null ? (before[path] ?? '') : String(data[size])] as const;
  });
  const used = SIZES.find((size) => data[size] !== null) ?? 'all';
  return { ...Object.fromEntries(numbers), [SIZE]: used };
}

/** Settings that say how many seeds, and are not the way chosen. */
function isOtherSize(path: string, values: Values): boolean {
  const size = SIZES.find((one) => path === `data.${one}`);
  return size !== undefined && size !== sizeOf(values);
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
    if (isOtherSize(setting.path, values)) {
      entries.push([setting.path, null]);
      continue;
    }
    const text = (values[setting.path] ?? '').trim();
    // Empty means all of them a class; of the pool or of its share it means nothing.
    const needed = text === '' && ['data.count', 'data.percent'].includes(setting.path);
    const value = needed
      ? undefined
      : text === '' && setting.none !== undefined
        ? null
        : readValue(setting, text);
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
    case 'includes':
      return FAULT.place;
    case 'url':
    case 'regex':
      return FAULT.address;
    default:
      return FAULT.other;
  }
}
