/**
 * The one command that checks everything, here and in CI: runs the gates in order, stops at the first
 * failure, and closes with a line that counts them.
 * --static  only what needs no build and no browser        names  only these gates
 */
import { parseArgs } from 'node:util';
import { commandOf, GATES } from './gates.ts';
import { runSteps } from './run-steps.ts';

const { values, positionals } = parseArgs({
  options: { static: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !GATES.some(({ id }) => id === name));
if (unknown.length > 0) {
  console.error(`No gate called ${unknown.join(', ')}. Gates: ${GATES.map(({ id }) => id).join(', ')}.`);
  process.exit(2);
}
const gates = GATES.filter(
  (gate) => (gate.fast || !values.static) && (positionals.length === 0 || positionals.includes(gate.id)),
);
// The e2e gate serves what the build gate built before it.
const env: Record<string, string> = gates.some(({ id }) => id === 'build') ? { LAB_BUILT: '1' } : {};
const steps = gates.map(({ id, title }) => ({ id, title, command: commandOf(id), again: `npm run ${id}` }));
if (!(await runSteps(steps, env))) process.exitCode = 1;
