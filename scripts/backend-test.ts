/**
 * Everything that is checked of the backend: its Python, and OpenAI's npm SDK against the server it starts.
 * Run: npm run test:backend -- [STEP...]; no step: all. Makes the environment first, as `npm run backend` does.
 */
import { delimiter, dirname } from 'node:path';
import { toPlainError } from '../src/core/errors.ts';
import { prepareEnvironment, PYTHON } from './backend-environment.ts';
import { BACKEND_STEPS } from './backend-steps.ts';
import { runSteps } from './run-steps.ts';

const EXTRAS = ['train', 'demo', 'ray', 'test'];

async function main(): Promise<number> {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !BACKEND_STEPS.some(({ id }) => id === name));
  if (unknown.length > 0) {
    console.error(
      `No step called ${unknown.join(', ')}. Steps: ${BACKEND_STEPS.map(({ id }) => id).join(', ')}.`,
    );
    return 2;
  }
  await prepareEnvironment(EXTRAS);
  process.env['PATH'] = `${dirname(PYTHON)}${delimiter}${process.env['PATH'] ?? ''}`;
  // What the environment lacks is a failure here, and not left out.
  process.env['CI'] = '1';
  const steps = BACKEND_STEPS.filter(({ id }) => names.length === 0 || names.includes(id));
  return (await runSteps(steps)) ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  const { code, message, remedy } = toPlainError(error);
  console.error(`${message}\n${code === 'unexpected' ? '' : remedy}`);
  return 1;
});
