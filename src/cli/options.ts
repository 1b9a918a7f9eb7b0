/** Reading a command line: what cannot be read is said, with where help is. */
import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { LabError } from '../core/errors.ts';

/** Options and positionals as `parseArgs` reads them. Throws LabError `usage` for what it does not know. */
export function readOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

export function usage(problem: string): LabError {
  return new LabError('usage', problem, 'Run with --help to see what it takes.');
}

/** The number an option gives; undefined where it is not given. Throws LabError `usage`. */
export function readNumber(name: string, value: string | boolean | undefined): number | undefined {
  if (typeof value !== 'string') return undefined;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw usage(`--${name} ${value} is not a number.`);
  return number;
}
