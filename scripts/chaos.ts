/**
 * `npm run chaos`: the kill test at 200 random moments instead of 20.
 * --moments N  how many      --seed N  which random moments (default: the clock's)
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    moments: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
console.log(`${values.moments} kills, seed ${values.seed}`);
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--project', 'browser', 'test/browser/kill.browser.test.ts'],
  {
    stdio: 'inherit',
    env: { ...process.env, VITE_KILL_MOMENTS: values.moments, VITE_KILL_SEED: values.seed },
  },
);
process.exitCode = status ?? 1;
