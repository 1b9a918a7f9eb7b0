/**
 * What a fault means for an experiment. The rule: a fault that follows from a cell's own settings and the data is the
 * cell's alone, which keeps its place in the report with the reason, and the others go on. Any other (a wrong key, no
 * network, a full disk, a lost GPU, something unexpected) would meet the next cell too: the experiment stops, and can be
 * run again when it is mended.
 */
import type { PlainError } from '../errors.ts';

/** Follow from settings and data, which an experiment never changes: running the cell again would change nothing. */
const PERMANENT: ReadonlySet<string> = new Set([
  'needs-live-teacher',
  'no-pack',
  'no-pool',
  'too-few-seeds',
  'no-label-check',
  'no-prices',
  'no-token-count',
]);

/** Follow from settings and from where they are run: another machine, or another day, may do better. */
const HERE: ReadonlySet<string> = new Set(['no-language-model', 'no-budget']);

/** Whether the fault leaves the other cells of an experiment alone. */
export function isCellFault({ code }: PlainError): boolean {
  return PERMANENT.has(code) || HERE.has(code);
}

/** Whether a cell that failed so is left alone when the experiment is run again. */
export function isPermanent({ code }: PlainError): boolean {
  return PERMANENT.has(code);
}
