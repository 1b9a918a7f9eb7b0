/** What the backend has to pass; scripts/backend-test.ts runs it, scripts/backend-canary.ts tests it. */
import { commandOf } from './gates.ts';
import type { Step } from './run-steps.ts';

function step(id: string, title: string, command: string, cwd?: string): Step {
  const again = `npm run test:backend -- ${id}`;
  return cwd === undefined ? { id, title, command, again } : { id, title, command, cwd, again };
}

/** `python` is the environment's: it comes first on the path. */
export const BACKEND_STEPS: readonly Step[] = [
  step('ruff-format', 'Format of Python', 'python -m ruff format --check', 'backend'),
  step('ruff', 'Lint of Python', 'python -m ruff check --output-format concise', 'backend'),
  step('mypy', 'Types of Python', 'python -m mypy', 'backend'),
  step('canaries', 'Canaries: every check of Python flags a planted error', 'tsx scripts/backend-canary.ts'),
  step('sdk', "OpenAI's npm SDK against the server, as it is", commandOf('test:sdk')),
  step('pytest', 'Tests in Python, with training for real', 'python -m pytest -q', 'backend'),
];
