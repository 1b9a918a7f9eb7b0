/**
 * A gate that passes proves nothing until it has been seen to fail. This plants errors in a small project
 * with our configuration files, and fails when a gate misses one of them, or flags what is in order.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pLimit from 'p-limit';
import { EXPECTED } from '../test/canary/expected.ts';
import { PLANTED, PLANTED_BUILDS } from '../test/canary/planted.ts';
import { checkExpectation } from './canary-check.ts';
import { commandOf, GATES, runCommand } from './gates.ts';

const SCRIPTS = [
  'assets-plugin',
  'budget',
  'check',
  'csp-plugin',
  'find-chromium',
  'free-port',
  'gates',
  'run-steps',
  'serve',
  'webllm-records-plugin',
];
/** All that the gates are made of. */
const CONFIGURATION = [
  ...['package.json', 'tsconfig.json', '.gitignore', 'index.html', 'svelte.config.js', 'eslint.config.js'],
  ...['.prettierrc.json', '.prettierignore', '.dependency-cruiser.cjs', 'knip.json'],
  ...['vite.config.ts', 'vitest.config.ts', 'playwright.config.ts'],
  ...SCRIPTS.map((name) => `scripts/${name}.ts`),
];
/** Nothing is planted for these: a build that breaks leaves nothing to serve. */
const WITHOUT_CANARY = ['build', 'canary'];

const project = mkdtempSync(join(tmpdir(), 'lab-canary-'));
try {
  for (const path of CONFIGURATION) cpSync(path, join(project, path));
  for (const [path, content] of Object.entries(PLANTED)) write(join(project, path), content);
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'), 'junction');

  const limit = pLimit(2);
  const slowestFirst = [...EXPECTED].reverse();
  const checks = [
    ...slowestFirst.map((expected) =>
      limit(() => checkExpectation(commandOf(expected.gate), project, expected)),
    ),
    limit(checkSize),
    limit(checkRunner),
  ];
  const complaints = [...gatesWithoutCanary(), ...(await Promise.all(checks)).flat()];
  for (const complaint of complaints) console.error(`A canary died: ${complaint}`);
  if (complaints.length > 0) process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}

async function checkSize(): Promise<string[]> {
  const outcome = async (name: keyof typeof PLANTED_BUILDS): Promise<number> => {
    const folder = join(project, name);
    write(join(folder, '.vite/manifest.json'), JSON.stringify(PLANTED_BUILDS[name]));
    write(join(folder, 'small.js'), '');
    write(join(folder, 'large.js'), randomBytes(95_000));
    return (await runCommand(`${commandOf('size')} ${folder}`)).status;
  };
  const complaints = [];
  if ((await outcome('tooLarge')) === 0) complaints.push('size passes with 95 kB on the first screen');
  if ((await outcome('allowed')) !== 0) complaints.push('size counts what is loaded on demand');
  console.log(`size          ${2 - complaints.length} of 2 right`);
  return complaints;
}

/** The script that runs the gates: it stops at the first that fails, and says so in its last line. */
async function checkRunner(): Promise<string[]> {
  const { status, output } = await runCommand('tsx scripts/check.ts format:check dead-code', {
    cwd: project,
  });
  const good =
    status !== 0 &&
    output.includes('not run: dead-code') &&
    output.trimEnd().endsWith('\n0 passed, 1 failed');
  console.log(`check.ts      ${good ? 1 : 0} of 1 right`);
  return good ? [] : [`check.ts hides a failure: ${output}`];
}

function gatesWithoutCanary(): string[] {
  const tested = [...EXPECTED.map(({ gate }) => gate), 'size', ...WITHOUT_CANARY];
  return GATES.filter(({ id }) => !tested.includes(id)).map(({ id }) => `${id} has none`);
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
