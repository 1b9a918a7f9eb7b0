/** The answer first: does targeting pay here, by how much, and how sure is that. */
import type { Block } from '../blocks.ts';
import { TARGETED, UNTARGETED } from '../build.ts';
import { amount, bare, counted, interval, percent, points, pPhrase } from '../figures.ts';
import type { Comparison, Report } from '../model.ts';
import { UNITS, VERDICTS } from '../words.ts';
import { list, placeWords, titleOf, warning } from './parts.ts';

const SEEDS_ONLY = 'seeds-only';

export function leadBlocks(report: Report): Block[] {
  const { planned, done, failed } = report.cells;
  const open = planned - done - failed;
  return [
    ...leadTexts(report),
    ...(open > 0
      ? [
          warning(
            `${counted(done + failed, 'run')} of ${amount(planned)} have a result. The figures are of these alone and will change.`,
          ),
        ]
      : []),
  ];
}

function leadTexts(report: Report): Block[] {
  const lead = (text: string): Block => ({ kind: 'text', text, tone: 'lead' });
  if (report.cells.done === 0) return [lead('No run came to its end, so there is nothing to compare yet.')];
  const asked = report.comparisons.filter((one) => isPair(one, TARGETED, UNTARGETED));
  const [first] = asked;
  if (!first) return [lead(withoutQuestion(report))];
  if (asked.length === 1) {
    const seeds = report.comparisons.find((one) => isPair(one, TARGETED, SEEDS_ONLY));
    const more = seeds?.difference ? [lead(against(seeds))] : [];
    return [lead([answer(report, first), budget(first)].join(' ')), ...more];
  }
  return [
    lead(summary(asked)),
    ...list(asked.map((one) => `${capital(placeWords(report, one))}: ${answer(report, one)} ${budget(one)}`)),
  ];
}

/** Whether targeted examples do more than untargeted ones, as the sign of targeted less untargeted. */
function answer(report: Report, comparison: Comparison): string {
  const { difference, verdict } = comparison;
  const swapped = comparison.arm !== TARGETED;
  const one = titleOf(TARGETED);
  const other = titleOf(UNTARGETED);
  if (!difference) return `Nothing can be said about targeting: no draw has a finished run of both arms.`;
  const by = Math.abs(difference.mean);
  const above = swapped ? difference.mean < 0 : difference.mean > 0;
  const where = by < 0.0005 ? 'level with' : `${bare(by)} points ${above ? 'above' : 'below'}`;
  const how = evidence(report, comparison);
  const share = report.groups
    .find(({ size, teacher }) => size === comparison.size && teacher === comparison.teacher)
    ?.arms.find(({ arm }) => arm === TARGETED)?.accuracy;
  const level = share ? ` ${one} answers ${percent(share.mean)} of the test set rightly.` : '';
  switch (verdict) {
    case 'better':
    case 'worse':
      return `${claim(comparison, above)}: ${one} lies ${where} ${other} ${how}.${level}`;
    case 'no-difference-shown':
      return `No difference shown between targeted and untargeted examples: ${one} lies ${where} ${other} ${how}.${level}`;
    default:
      return `Too few draws to say whether targeting pays: ${one} lies ${where} ${other} over ${counted(difference.draws, 'draw')}, and a test over draws needs six.${level}`;
  }
}

/** A test over the examples of one draw speaks of two trained students, not of the method. */
function claim({ test }: Comparison, above: boolean): string {
  if (test === 'mcnemar') return `On this one draw of the seeds targeting did ${above ? 'better' : 'worse'}`;
  return above ? 'Targeting pays here' : 'Targeting does harm here';
}

/** "(95 % interval +0.9 to +3.9; p = 0.003 after correction; 20 draws of the seeds, 500 test examples)". */
function evidence({ data }: Report, { difference, adjusted }: Comparison): string {
  const range = difference?.interval ? [`95\u00a0% interval ${interval(difference.interval, points)}`] : [];
  const p = adjusted === null ? [] : [`${pPhrase(adjusted)} after correction`];
  const n = `${counted(difference?.draws ?? 0, 'draw')} of the seeds, ${counted(data.test, 'test example')}`;
  return `(${[...range, ...p, n].join('; ')})`;
}

function budget({ spent }: Comparison): string {
  if (!spent) return '';
  const unit = UNITS[spent.unit];
  if (spent.same === 'same') return `Both had the same budget: ${amount(spent.arm)} ${unit} a run.`;
  if (amount(spent.arm) === amount(spent.against))
    return `Both had nearly the same budget: ${amount(spent.arm)} ${unit} a run.`;
  return `They did not have the same budget: ${amount(spent.arm)} ${unit} a run against ${amount(spent.against)}.`;
}

function against(comparison: Comparison): string {
  const { arm, against: other, difference, adjusted, verdict } = comparison;
  const p = adjusted === null ? '' : `, ${pPhrase(adjusted)} after correction`;
  const range = difference?.interval ? `; 95\u00a0% interval ${interval(difference.interval, points)}` : '';
  return `${titleOf(arm)} less ${titleOf(other)}: ${points(difference?.mean ?? 0)} points (${VERDICTS[verdict]}${p}${range}).`;
}

function summary(asked: readonly Comparison[]): string {
  const count = (test: (one: Comparison) => boolean): number => asked.filter(test).length;
  const towards = (up: boolean, single: boolean) => (one: Comparison) =>
    one.verdict === ((one.arm === TARGETED) === up ? 'better' : 'worse') &&
    (one.test === 'mcnemar') === single;
  const parts = [
    [count(towards(true, false)), 'targeting pays'],
    [count(towards(false, false)), 'targeting does harm'],
    [count(towards(true, true)), 'targeting did better on the one draw'],
    [count(towards(false, true)), 'targeting did worse on the one draw'],
    [count(({ verdict }) => verdict === 'no-difference-shown'), 'no difference is shown'],
    [count(({ verdict }) => verdict === 'too-few-draws'), 'there are too few draws to tell'],
    [count(({ verdict }) => verdict === 'nothing-to-compare'), 'there is nothing to compare'],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `in ${n} of ${asked.length} settings ${what}`);
  return `${capital(said.join(', '))}.`;
}

/** Where targeted and untargeted were not both run. */
function withoutQuestion({ comparisons, groups, spec }: Report): string {
  const missing =
    'Whether targeting pays was not asked: that takes the arms LLM2LLM and Untargeted together.';
  const [first] = comparisons.filter(({ difference }) => difference !== null);
  if (first) return `${against(first)} ${missing}`;
  const alone = groups[0]?.arms.find(({ accuracy }) => accuracy !== null);
  if (!alone?.accuracy) return missing;
  const range = alone.accuracy.interval ? ` (${interval(alone.accuracy.interval)})` : '';
  return `${titleOf(alone.arm)} answers ${percent(alone.accuracy.mean)}${range} of the test set rightly. ${
    spec.arms.length > 1 ? '' : 'It is the only arm, so nothing is compared. '
  }${missing}`;
}

function isPair({ arm, against: other }: Comparison, one: string, two: string): boolean {
  return (arm === one && other === two) || (arm === two && other === one);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
