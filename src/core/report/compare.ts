/** One arm against another: paired by draw and random seed, tested by what there is to test. */
import type { CellDone } from '../experiment/cell.ts';
import { spentOf } from '../experiment/budget.ts';
import type { BudgetUnit } from '../experiment/spec.ts';
import { armOf, needsTeacher } from '../loop/arms.ts';
import { holm } from '../metrics/holm.ts';
import { mcnemar, pairedInterval } from '../metrics/mcnemar.ts';
import { meanOf } from '../metrics/mean.ts';
import { LEAST_FOR_SIGN_FLIP, signFlipP } from '../metrics/sign-flip.ts';
import { accuracy } from './arm-figures.ts';
import { estimate, perDraw, sum } from './estimate.ts';
import type { Comparison, Place, Verdict } from './model.ts';

/** A p-value below this, adjusted, is called a difference. */
const LEVEL = 0.05;
/** A cap on tokens may be passed by a call's own size; further apart than this, budgets are not the same. */
const TOKENS_APART = 0.05;

interface Pair {
  readonly one: CellDone;
  readonly other: CellDone;
}

type Untested = Omit<Comparison, 'adjusted' | 'verdict'>;

/** @param names the two arms; @param cells the finished cells of each at `place` */
export function compareArms(
  place: Place,
  names: readonly [arm: string, against: string],
  cells: readonly [arm: readonly CellDone[], against: readonly CellDone[]],
  unit: BudgetUnit,
): Untested {
  const pairs = pairsOf(...cells);
  const values = pairs.map(({ one, other }) => ({
    draw: one.cell.draw,
    value: accuracy(one) - accuracy(other),
  }));
  const byDraw = perDraw(values).map(({ draw, value }) => ({ draw, difference: value }));
  const all = pairs.map(discordant);
  const single = byDraw.length === 1 ? all[0] : undefined;
  const onlyArm = sum(all.map(([arm]) => arm));
  const onlyAgainst = sum(all.map(([, against]) => against));
  const n = pairs[0]?.one.test.n ?? 0;
  return {
    ...place,
    arm: names[0],
    against: names[1],
    byDraw,
    difference: estimate(values, () => pairedInterval(onlyArm / all.length, onlyAgainst / all.length, n)),
    onlyArm,
    onlyAgainst,
    spent: spent(pairs, names, unit),
    ...tested(byDraw, single),
  };
}

/** Adjusts the p-values of all comparisons together and says what each shows. */
export function withVerdicts(comparisons: readonly Untested[]): Comparison[] {
  const tests = comparisons.flatMap(({ p }) => p ?? []);
  const adjusted = holm(tests).values();
  return comparisons.map((one) => {
    const p = one.p === null ? null : (adjusted.next().value ?? null);
    return { ...one, adjusted: p, verdict: verdictOf(one, p) };
  });
}

function verdictOf({ byDraw, difference, test }: Untested, adjusted: number | null): Verdict {
  if (byDraw.length === 0 || !difference) return 'nothing-to-compare';
  if (test === null || adjusted === null) return 'too-few-draws';
  if (adjusted >= LEVEL) return 'no-difference-shown';
  return difference.mean > 0 ? 'better' : 'worse';
}

/** Runs on the same draw with the same random seed, asked the same test set; in the order of draw and seed. */
function pairsOf(one: readonly CellDone[], other: readonly CellDone[]): Pair[] {
  const at = ({ cell }: CellDone): string => `${cell.draw} ${cell.seed}`;
  const others = new Map(other.map((cell) => [at(cell), cell]));
  return one
    .flatMap((cell) => {
      const match = others.get(at(cell));
      return match?.test.n === cell.test.n ? [{ one: cell, other: match }] : [];
    })
    .sort((a, b) => a.one.cell.draw - b.one.cell.draw || a.one.cell.seed - b.one.cell.seed);
}

/** Test examples only the one got right, and only the other. What cannot be read is not right. */
function discordant({ one, other }: Pair): readonly [one: number, other: number] {
  let [onlyOne, onlyOther] = [0, 0];
  for (let i = 0; i < one.test.n; i++) {
    const [first, second] = [one.test.outcomes[i] === '1', other.test.outcomes[i] === '1'];
    if (first && !second) onlyOne += 1;
    if (second && !first) onlyOther += 1;
  }
  return [onlyOne, onlyOther];
}

/**
 * With one draw McNemar's test over its test examples (of several random seeds the first pair: they are no new test
 * examples); with enough draws the permutation test over draws; between them nothing, as no p could be small.
 */
function tested(
  byDraw: Untested['byDraw'],
  single: readonly [one: number, other: number] | undefined,
): Pick<Untested, 'test' | 'p'> {
  if (single) return { test: 'mcnemar', p: mcnemar(...single) };
  if (byDraw.length < LEAST_FOR_SIGN_FLIP) return { test: null, p: null };
  return { test: 'sign-flip', p: signFlipP(byDraw.map(({ difference }) => difference)) };
}

function spent(
  pairs: readonly Pair[],
  names: readonly [string, string],
  wanted: BudgetUnit,
): Comparison['spent'] {
  if (pairs.length === 0) return null;
  const known = pairs.every(({ one, other }) => spentOf(one, wanted) && spentOf(other, wanted));
  // Copies take no calls and word rules no tokens: they get as many examples.
  const unit = known && names.every((name) => takes(name, wanted)) ? wanted : 'examples';
  const amounts = pairs.map(
    ({ one, other }) => [spentOf(one, unit) ?? 0, spentOf(other, unit) ?? 0] as const,
  );
  const apart = unit === 'tokens' ? TOKENS_APART : 0;
  const same = amounts.every(([one, other]) => Math.abs(one - other) <= apart * Math.max(one, other));
  const idle = names.some((name) => armOf(name)?.rounds === 'none');
  return {
    unit,
    arm: meanOf(amounts.map(([one]) => one)).mean,
    against: meanOf(amounts.map(([, other]) => other)).mean,
    same: idle ? 'none' : same ? 'same' : 'different',
  };
}

function takes(id: string, unit: BudgetUnit): boolean {
  const arm = armOf(id);
  return !arm || (needsTeacher(arm) && (unit !== 'tokens' || arm.fixes.teacher !== 'eda'));
}
