/** Where the default of a setting comes from, in words. */
import type { DefaultNumber } from '../../core/config/defaults.ts';
import { DEFAULTS } from '../../core/config/defaults.ts';
import { SETTINGS } from '../../core/config/link.ts';
import { SETUP } from '../copy/setup.ts';
import { BLANK } from './draft.ts';

const ORIGINS: Readonly<Record<string, keyof typeof DEFAULTS>> = {
  'data.perClass': 'perClass',
  'student.l2': 'l2',
  'student.epochs': 'epochs',
  'student.batchSize': 'batchSize',
  'student.learningRate': 'learningRate',
  'student.shown': 'demonstrations',
  'student.maxTokens': 'answerTokens',
  'teacher.alpha': 'edaAlpha',
  'teacher.temperature': 'temperature',
  'teacher.maxTokens': 'maxTokens',
  'teacher.examplesPerCall': 'examplesPerCall',
  iterations: 'iterations',
  perWrong: 'perWrong',
  attempts: 'attempts',
  'wrongSet.folds': 'folds',
  'filters.rougeThreshold': 'rougeThreshold',
  'filters.leakThreshold': 'leakThreshold',
  'filters.maxCharacters': 'maxCharacters',
};

/** What an empty field of a setting means. */
export function emptyWord(path: string): string {
  return SETTINGS.find((one) => one.path === path)?.none === 'auto' ? SETUP.auto : SETUP.empty;
}

/** A setting's default and where it comes from, for people; null where it has none. */
export function defaultNote(path: string, nameOf: (value: string) => string): string | null {
  const text = BLANK[path];
  const setting = SETTINGS.find((one) => one.path === path);
  if (text === undefined || !setting || setting.always) return null;
  const key = ORIGINS[path];
  const known: DefaultNumber | null = key ? DEFAULTS[key] : null;
  const shown =
    text === ''
      ? emptyWord(path)
      : setting.kind === 'flag'
        ? SETUP[text === 'yes' ? 'yes' : 'no']
        : nameOf(text);
  const value = known?.unit ? `${shown} ${known.unit}` : shown;
  return [SETUP.defaultIs(value), ...(known ? [SETUP.origin(known.origin)] : [])].join(' ');
}
