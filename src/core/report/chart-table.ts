/** The figures of a chart as a table, for whoever does not see the drawing or wants the numbers. */
import type { LineChartBlock, StripChartBlock, TableBlock } from './blocks.ts';
import { amount, bare, interval, NONE, percent, points } from './figures.ts';

export function chartTable(block: LineChartBlock | StripChartBlock): TableBlock {
  const common = { kind: 'table', id: `${block.id}-figures`, caption: block.title } as const;
  if (block.kind === 'line-chart') {
    return {
      ...common,
      columns: [
        { head: 'Line', align: 'start' },
        { head: block.x, align: 'end' },
        { head: block.y, align: 'end' },
        { head: '95 % interval', align: 'end' },
      ],
      rows: block.series.flatMap(({ name, points: all }) =>
        all.map(({ x, y, low, high }) => [
          name,
          amount(x),
          percent(y),
          low === undefined || high === undefined ? NONE : interval([low, high], bare),
        ]),
      ),
    };
  }
  return {
    ...common,
    columns: [
      { head: 'Comparison', align: 'start' },
      { head: 'Mean', align: 'end' },
      { head: '95 % interval', align: 'end' },
      { head: 'Draws', align: 'end' },
      { head: 'Each draw, points', align: 'start' },
    ],
    rows: block.rows.map(({ name, values, mean, low, high }) => [
      name,
      points(mean),
      low === null || high === null ? NONE : interval([low, high], points),
      amount(values.length),
      values.map(points).join('; '),
    ]),
  };
}
