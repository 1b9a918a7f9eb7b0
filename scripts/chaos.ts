/**
 * `npm run chaos`: the kill tests at more random moments: a run's worker at 200 instead of 20, experiments at 50
 * instead of 10.
 * --moments N      kills of a run            --experiments N  kills of each experiment
 * --seed N         which random moments (default: the clock's)
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    moments: { type: 'string', default: '200' },
    experiments: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const { moments, experiments, seed } = values;

const TESTS = [
  {
    kills: `${experiments} kills of each experiment`,
    args: ['--project', 'node', 'src/cli/experiment-kill.test.ts'],
    env: { KILL_MOMENTS: experiments, KILL_SEED: seed },
  },
  {
    kills: `${moments} kills of a run`,
    args: ['--project', 'browser', 'test/browser/kill.browser.test.ts'],
    env: { VITE_KILL_MOMENTS: moments, VITE_KILL_SEED: seed },
  },
];

const failed = TESTS.filter(({ kills, args, env }) => {
  console.log(`${kills}, seed ${seed}`);
  const { status } = spawnSync('npx', ['vitest', 'run', ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status !== 0;
});
process.exitCode = failed.length > 0 ? 1 : 0;
