/**
 * The one command that checks everything, here and in CI: runs the gates in order, stops at the first
 * failure, and closes with a line that counts them.
 * --static  only what needs no build and no browser        names  only these gates
 */
import { parseArgs } from 'node:util';
import { commandOf, GATES, runCommand, type Gate } from './gates.ts';

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

const began = performance.now();
const lines: string[] = [];
let failed: Gate | undefined;
for (const gate of gates) {
  const command = commandOf(gate.id);
  console.log(`\n=== ${gate.title}\n    ${command}`);
  const start = performance.now();
  const { status } = await runCommand(command, { env, stdio: 'inherit' });
  const line = `${status === 0 ? 'passed' : 'FAILED'}  ${gate.id.padEnd(13)} ${seconds(start)}`;
  console.log(`--- ${line}`);
  lines.push(line);
  if (status !== 0) {
    failed = gate;
    break;
  }
}

console.log(`\n=== Summary, ${seconds(began)}\n${lines.join('\n')}`);
const notRun = gates.slice(lines.length).map(({ id }) => id);
if (notRun.length > 0) console.log(`not run: ${notRun.join(', ')}`);
if (failed) {
  console.log(`\nFAILED: ${failed.title}. Its output is above; once more: npm run ${failed.id}`);
  process.exitCode = 1;
}
console.log(`${lines.length - (failed ? 1 : 0)} passed, ${failed ? 1 : 0} failed`);

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
