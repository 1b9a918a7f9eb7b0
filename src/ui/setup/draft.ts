/** A configuration while it is being written: every setting as the text in its field. */
import * as v from 'valibot';
import { SETTINGS, applies, nest, readValue, valueAt } from '../../core/config/link.ts';
import type { Setting } from '../../core/config/link.ts';
import type { DefaultNumber } from '../../core/config/defaults.ts';
import { DEFAULTS } from '../../core/config/defaults.ts';
import type { RunConfig, RunConfigInput } from '../../core/config/schema.ts';
import { ConfigSchema, parseConfig } from '../../core/config/schema.ts';
import { FAULT, SETUP } from '../copy/setup.ts';

/** Text by path. Null is the empty text, a truth value "yes" or "no". */
export type Values = Readonly<Record<string, string>>;

export interface Reading {
  /** null while something cannot be used. */
  readonly config: RunConfig | null;
  /** What is wrong, by path. */
  readonly faults: Readonly<Record<string, string>>;
}

/** The settings of a teacher that is not chosen keep their text, so that changing one's mind costs nothing. */
const BLANK: Values = {
  ...textsWith({ id: 'eda' }),
  ...textsWith({ id: 'built-in' }),
  ...textsWith({ id: 'webllm', model: 'model' }),
  ...textsWith({ id: 'api', baseUrl: 'http://localhost', model: 'model' }),
  'teacher.baseUrl': '',
  'teacher.model': '',
  ...textsWith({ id: 'recorded' }),
};

function textsWith(teacher: RunConfigInput['teacher']): Values {
  return textsOf(parseConfig({ data: { id: 'film-reviews' }, teacher }));
}

/** The fields of a configuration. */
export function valuesOf(config: RunConfig, before: Values = BLANK): Values {
  return { ...before, ...textsOf(config) };
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
  for (const setting of SETTINGS) {
    if (!applies(setting, { student: values['student.id'] ?? '', teacher: values['teacher.id'] ?? '' }))
      continue;
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

const ORIGINS: Readonly<Record<string, keyof typeof DEFAULTS>> = {
  'data.perClass': 'perClass',
  'student.l2': 'l2',
  'student.epochs': 'epochs',
  'student.batchSize': 'batchSize',
  'student.learningRate': 'learningRate',
  'teacher.alpha': 'edaAlpha',
  'teacher.temperature': 'temperature',
  'teacher.maxTokens': 'maxTokens',
  iterations: 'iterations',
  perWrong: 'perWrong',
  attempts: 'attempts',
  'wrongSet.folds': 'folds',
  'filters.rougeThreshold': 'rougeThreshold',
  'filters.leakThreshold': 'leakThreshold',
  'filters.maxCharacters': 'maxCharacters',
};

/** A setting's default and where it comes from, for people; null where it has none. */
export function defaultNote(path: string, nameOf: (value: string) => string): string | null {
  const text = BLANK[path];
  const setting = SETTINGS.find((one) => one.path === path);
  if (text === undefined || !setting || setting.always) return null;
  const key = ORIGINS[path];
  const known: DefaultNumber | null = key ? DEFAULTS[key] : null;
  const shown =
    text === '' ? SETUP.empty : setting.kind === 'flag' ? SETUP[text === 'yes' ? 'yes' : 'no'] : nameOf(text);
  const value = known?.unit ? `${shown} ${known.unit}` : shown;
  return [SETUP.defaultIs(value), ...(known ? [SETUP.origin(known.origin)] : [])].join(' ');
}
