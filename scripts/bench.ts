/**
 * `npm run bench`: measures what the project promises, side by side in one run, and prints figures and
 * ratios. It asserts nothing: machines differ. Needs a Chromium for the last two.
 * An optional argument names one measurement: rouge, loop, page.
 */
import { benchLoop } from './bench/loop.ts';
import { benchPage } from './bench/page.ts';
import { benchRouge } from './bench/rouge.ts';

const ALL: Readonly<Record<string, () => Promise<void> | void>> = {
  rouge: benchRouge,
  loop: benchLoop,
  page: benchPage,
};
const [only] = process.argv.slice(2);
for (const [name, measure] of Object.entries(ALL)) {
  if (only === undefined || only === name) await measure();
}
