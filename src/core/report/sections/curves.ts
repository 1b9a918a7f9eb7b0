/** Learning curves: accuracy against what was added, and against what it cost. */
import type { Block, ChartSeries, LineChartBlock } from '../blocks.ts';
import { amount, counted, interval, percent } from '../figures.ts';
import type { ArmFigures, CurveFigures, Group, Report } from '../model.ts';
import { HEADINGS, SAID } from '../words.ts';
import { captionAt, eachPlace, figures, heading, heads, soft, table, titleOf } from './parts.ts';

export function curveBlocks(report: Report): Block[] {
  const blocks = eachPlace(report, (group, suffix) => {
    const arms = group.arms.filter(({ curve }) => curve.length > 0);
    if (!arms.some(({ curve }) => curve.length > 1)) return [];
    const paid = arms.filter(({ curve }) => (curve.at(-1)?.tokens ?? 0) > 0 && tokensKnown(curve));
    return [
      chart(report, group, arms, {
        id: `curve-examples${suffix}`,
        title: 'Test accuracy against examples added',
        x: 'Examples added, mean over runs',
        at: ({ examples }) => examples,
      }),
      ...(paid.length > 0
        ? [
            chart(report, group, paid, {
              id: `curve-tokens${suffix}`,
              title: 'Test accuracy against teacher tokens',
              x: 'Teacher tokens, mean over runs',
              at: ({ tokens }) => tokens ?? 0,
            }),
          ]
        : []),
      ...table({
        id: `curves-table${suffix}`,
        caption: captionAt(report, 'The learning curves, fit by fit', group),
        columns: [
          heads('Arm'),
          figures('Fit', 'n'),
          figures('Examples added', 'accepted'),
          figures('Teacher tokens', 'tokens'),
          figures('Test accuracy', 'accuracy'),
          figures('95 % interval', 'interval'),
          figures('Draws', 'draw'),
        ],
        rows: arms.flatMap(({ arm, curve }) =>
          curve.map((point) => [
            titleOf(arm),
            amount(point.iteration + 1),
            amount(point.examples),
            point.tokens === null ? SAID.notCounted : amount(point.tokens),
            percent(point.accuracy.mean),
            interval(point.accuracy.interval),
            amount(point.accuracy.draws),
          ]),
        ),
      }),
    ];
  });
  return blocks.length === 0 ? [] : [heading('curves', HEADINGS.curves), soft(SAID.carried), ...blocks];
}

function tokensKnown(curve: readonly CurveFigures[]): boolean {
  return curve.every(({ tokens }) => tokens !== null);
}

interface Axis {
  readonly id: string;
  readonly title: string;
  readonly x: string;
  readonly at: (point: CurveFigures) => number;
}

function chart(
  report: Report,
  group: Group,
  arms: readonly ArmFigures[],
  { id, title, x, at }: Axis,
): LineChartBlock {
  const ends = arms.map(({ arm, curve }) => {
    const [first, last] = [curve[0], curve.at(-1)];
    if (!first || !last || curve.length < 2) return `${titleOf(arm)}: ${percent(first?.accuracy.mean ?? 0)}.`;
    return `${titleOf(arm)}: from ${percent(first.accuracy.mean)} to ${percent(last.accuracy.mean)} at ${amount(at(last))}.`;
  });
  const draws = Math.max(...arms.map(({ accuracy }) => accuracy?.draws ?? 0));
  return {
    kind: 'line-chart',
    id,
    title: captionAt(report, title, group),
    summary: `Means over ${counted(draws, 'draw')}. ${ends.join(' ')}`,
    x,
    y: 'Test accuracy',
    series: arms.map(({ arm, curve }): ChartSeries => ({
      name: titleOf(arm),
      points: curve.map((point) => ({
        x: at(point),
        y: point.accuracy.mean,
        ...(point.accuracy.interval && {
          low: point.accuracy.interval[0],
          high: point.accuracy.interval[1],
        }),
      })),
    })),
  };
}
