/** The arms side by side, and which of their differences are shown. */
import { armOf } from '../../loop/arms.ts';
import type { Block, StripChartBlock } from '../blocks.ts';
import { amount, counted, interval, NONE, percent, points, pPhrase, pValue, ratio } from '../figures.ts';
import type { ArmFigures, Comparison, Report } from '../model.ts';
import { ENDED, HEADINGS, SAID, UNITS, VERDICTS } from '../words.ts';
import { captionAt, eachPlace, figures, heading, heads, placeWords, plain, table, titleOf } from './parts.ts';

export function armBlocks(report: Report): Block[] {
  const n = report.data.test;
  return [
    heading('arms', HEADINGS.arms),
    ...eachPlace(report, (group, suffix) =>
      table({
        id: `arms-table${suffix}`,
        caption: captionAt(report, `Test accuracy of each arm, ${counted(n, 'test example')}`, group),
        columns: [
          heads('Arm'),
          figures('Test accuracy', 'accuracy'),
          figures('95 % interval', 'interval'),
          figures('Least to most', 'range'),
          figures('Draws', 'draw'),
          figures('Runs', 'n'),
          figures('Examples added', 'accepted'),
          figures('Unreadable answers', 'unparsable'),
          heads('How runs ended', 'ended'),
        ],
        rows: group.arms.map(armRow),
      }),
    ),
  ];
}

function armRow(one: ArmFigures): string[] {
  const { accuracy, means, unparsable } = one;
  return [
    titleOf(one.arm),
    accuracy ? percent(accuracy.mean) : NONE,
    interval(accuracy?.interval ?? null),
    accuracy && accuracy.draws > 1 ? interval([accuracy.least, accuracy.most]) : NONE,
    amount(accuracy?.draws ?? 0),
    amount(one.done),
    means ? amount(means.accepted) : NONE,
    ratio(unparsable.count, unparsable.of),
    endings(one),
  ];
}

function endings({ arm, ended, failed }: ArmFigures): string {
  // An arm without rounds has made all of none.
  const single = armOf(arm)?.rounds === 'none';
  const reasons = Object.entries(ended).map(
    ([reason, count]) => `${single ? SAID.oneFit : ENDED[reason as keyof typeof ENDED]} (${amount(count)})`,
  );
  return [...reasons, ...(failed > 0 ? [`could not run (${amount(failed)})`] : [])].join('; ');
}

export function comparisonBlocks(report: Report): Block[] {
  const { comparisons } = report;
  if (comparisons.length === 0) return [];
  const several = report.groups.length > 1;
  return [
    heading('comparisons', HEADINGS.comparisons),
    plain(testWords(comparisons)),
    ...table({
      id: 'comparisons-table',
      caption: 'Differences between arms on the same draws, in percentage points',
      columns: [
        heads('Comparison'),
        ...(several ? [heads('Where')] : []),
        figures('Difference', 'difference'),
        figures('95 % interval', 'interval'),
        figures('Draws', 'draw'),
        figures('Only one right', 'discordant'),
        heads('Budget', 'budget'),
        figures('p', 'p'),
        figures('p, corrected', 'adjusted'),
        heads('Verdict', 'verdict'),
      ],
      rows: comparisons.map((one) => [
        comparisonName(one),
        ...(several ? [placeWords(report, one)] : []),
        one.difference ? points(one.difference.mean) : NONE,
        interval(one.difference?.interval ?? null, points),
        amount(one.byDraw.length),
        `${amount(one.onlyArm)} : ${amount(one.onlyAgainst)}`,
        budgetCell(one),
        one.p === null ? NONE : pValue(one.p),
        one.adjusted === null ? NONE : pValue(one.adjusted),
        VERDICTS[one.verdict],
      ]),
    }),
    ...eachPlace(report, (group, suffix) => {
      const here = comparisons.filter(
        (one) => one.size === group.size && one.teacher === group.teacher && one.difference !== null,
      );
      return here.length === 0 ? [] : [strips(report, here, suffix)];
    }),
  ];
}

function comparisonName({ arm, against }: Comparison): string {
  return `${titleOf(arm)} less ${titleOf(against)}`;
}

function budgetCell({ spent }: Comparison): string {
  if (!spent) return NONE;
  const unit = UNITS[spent.unit];
  switch (spent.same) {
    case 'same':
      return `the same: ${amount(spent.arm)} ${unit}`;
    case 'none':
      return `${amount(spent.arm)} ${unit} against ${amount(spent.against)}, by design`;
    case 'different':
      return amount(spent.arm) === amount(spent.against)
        ? `nearly the same: ${amount(spent.arm)} ${unit}, not on every draw`
        : `not the same: ${amount(spent.arm)} ${unit} against ${amount(spent.against)}`;
  }
}

function testWords(comparisons: readonly Comparison[]): string {
  const tested = comparisons.filter(({ test }) => test !== null);
  const by = new Set(tested.map(({ test }) => test));
  const how = [
    ...(by.has('sign-flip') ? ['by the permutation test over draws'] : []),
    ...(by.has('mcnemar') ? ['by the exact McNemar test over the test examples of the single draw'] : []),
  ];
  if (how.length === 0) return 'Nothing is tested here: a test over draws needs at least six of them.';
  const many =
    tested.length > 1
      ? `p-values are corrected for ${amount(tested.length)} comparisons (Holm).`
      : 'There is one comparison, so nothing is to be corrected.';
  return `Differences within a draw, tested ${how.join(' and ')}; ${many}`;
}

function strips(report: Report, comparisons: readonly Comparison[], suffix: string): StripChartBlock {
  const said = comparisons.map(
    (one) =>
      `${comparisonName(one)}: ${points(one.difference?.mean ?? 0)} points over ${counted(one.byDraw.length, 'draw')}${
        one.adjusted === null ? '' : `, ${pPhrase(one.adjusted)} corrected`
      }, ${VERDICTS[one.verdict]}.`,
  );
  const [first] = comparisons;
  return {
    kind: 'strip-chart',
    id: `differences${suffix}`,
    title: first ? captionAt(report, 'Differences, one mark a draw', first) : '',
    summary: said.join(' '),
    x: 'Difference in test accuracy, percentage points',
    rows: comparisons.map((one) => ({
      name: comparisonName(one),
      values: one.byDraw.map(({ difference }) => difference),
      mean: one.difference?.mean ?? 0,
      low: one.difference?.interval?.[0] ?? null,
      high: one.difference?.interval?.[1] ?? null,
    })),
  };
}
