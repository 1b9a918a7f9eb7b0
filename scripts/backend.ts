/**
 * Starts the fine-tuning backend; the first time it makes the Python environment and the demo model for it.
 * Run: npm run backend -- [COMMAND] [OPTIONS]
 * COMMAND    of llm2llm-backend: serve (where none is named), doctor, demo-model, export
 * OPTIONS    are passed on; --help lists them once it is installed. --engine ray installs Ray as well
 * LAB_PYTHON names the Python to use. Exit status: that of the command; 1 when something is missing.
 */
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { toPlainError } from '../src/core/errors.ts';
import { readArguments, type Asked } from './backend-arguments.ts';
import { prepareEnvironment, PYTHON } from './backend-environment.ts';

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2), process.env);
  await prepareEnvironment(asked.extras);
  if (asked.args[0] === 'serve' && (await modelCount(asked)) === 0) {
    const status = await backend(['demo-model', ...settings(asked)]);
    if (status !== 0) return status;
  }
  return backend(asked.args);
}

/** How many models the settings name, the demo model among them; null where the settings are at fault. */
async function modelCount({ config, data }: Asked): Promise<number | null> {
  const question = [
    'import sys, pathlib, llm2llm_backend.config as settings',
    'config, data = (pathlib.Path(given) if given else None for given in sys.argv[1:])',
    'print(len(settings.load_config(config, data=data).models))',
  ].join('\n');
  try {
    return Number((await promisify(execFile)(PYTHON, ['-c', question, config ?? '', data ?? ''])).stdout);
  } catch {
    return null; // the command that comes next says what is wrong
  }
}

function settings({ config, data }: Asked): string[] {
  return [...(config === null ? [] : ['--config', config]), ...(data === null ? [] : ['--data', data])];
}

/** Runs llm2llm-backend in our terminal until it ends. */
function backend(args: readonly string[]): Promise<number> {
  const child = spawn(PYTHON, ['-m', 'llm2llm_backend.cli', ...args], { stdio: 'inherit' });
  // Ctrl+C reaches both of us: it is the server's to end in order, and ours to wait. A second wish to end does
  // not hurry a server that was told by SIGTERM.
  const tell = (): boolean => child.kill('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, tell);
  return new Promise((done, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, tell);
      done(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

process.exitCode = await main().catch((error: unknown) => {
  const { code, message, remedy } = toPlainError(error);
  console.error(`${message}\n${code === 'unexpected' ? '' : remedy}`);
  return 1;
});
