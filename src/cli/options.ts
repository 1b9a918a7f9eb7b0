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
