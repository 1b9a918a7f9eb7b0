/** The gates: what a change has to pass, cheap ones first. scripts/check.ts runs them, the canaries test them. */
import { spawn, type StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

export interface Gate {
  /** Its name among the scripts of package.json. */
  readonly id: string;
  /** What is checked, as a headline. */
  readonly title: string;
  /** Needs no build and no browser: part of `npm run check`. */
  readonly fast: boolean;
}

export const GATES: readonly Gate[] = [
  { id: 'lock', title: 'Lock file: complete, so that a fresh clone can be installed', fast: true },
  { id: 'format:check', title: 'Format', fast: true },
  { id: 'arrows', title: 'Dependency rules', fast: true },
  { id: 'dead-code', title: 'Dead code: files, exports and dependencies nobody uses', fast: true },
  { id: 'types', title: 'Types, of TypeScript and of components', fast: true },
  { id: 'lint', title: 'Lint', fast: true },
  { id: 'test:unit', title: 'Unit tests in Node', fast: true },
  { id: 'canary', title: 'Canaries: every gate flags a planted error', fast: true },
  { id: 'build', title: 'Build', fast: false },
  { id: 'size', title: 'Budget of the first screen', fast: false },
  { id: 'test:browser', title: 'Tests in a browser', fast: false },
  { id: 'test:e2e', title: 'The built page, end to end', fast: false },
];

/** The command of a script of package.json. */
export function commandOf(script: string): string {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const command = scripts[script];
  if (!command) throw new Error(`package.json has no script "${script}".`);
  return command;
}

export interface Outcome {
  /** 1 when a signal ended it. */
  readonly status: number;
  /** Empty unless stdio is a pipe. */
  readonly output: string;
}

/** Runs a shell command with the binaries of our dependencies on its path. */
export function runCommand(
  command: string,
  options: { cwd?: string; env?: Record<string, string>; stdio?: StdioOptions } = {},
): Promise<Outcome> {
  const PATH = `${resolve('node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, ...options.env, PATH };
  const child = spawn(command, { ...options, env, shell: true });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      done({ status: code ?? 1, output });
    });
  });
}
