/**
 * The geometry of a report's charts: from a block to lines, marks and text at a width in pixels. Pure; the page draws
 * it as components, the exported page as SVG text. Legible from 320 pixels on; text is 12 pixels high.
 */
import { scaleLinear } from 'd3-scale';
import type { ChartSeries, LineChartBlock, StripChartBlock } from './blocks.ts';
import { amount, points as signedPoints } from './figures.ts';
import { dashOf, glyph, wrap, type Ink, type Primitive } from './chart-marks.ts';

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** In the order in which they are drawn. */
  readonly marks: readonly Primitive[];
}

const TEXT = 12;
const LINE = 16;
/** Width of a letter of the text, generously. */
const LETTER = 6.8;
/** More lines than this, and the areas of their intervals hide one another: only the last point shows its own. */
const MOST_BANDS = 2;

/** @param width in pixels, at least 280 */
export function drawLines(block: LineChartBlock, width: number): Drawing {
  const frame = {
    left: 46,
    right: width - 24,
    top: 14,
    bottom: Math.round(Math.min(320, Math.max(190, width / 2))),
  };
  const all = block.series.flatMap(({ points }) => points);
  const x = scaleLinear(
    spanOf(
      all.map((point) => point.x),
      1,
    ),
    [frame.left, frame.right],
  );
  const shares = all.flatMap(({ y, low = y, high = y }) => [100 * y, 100 * low, 100 * high]);
  const [least, most] = spanOf(shares, 10);
  const y = scaleLinear([Math.max(0, least), Math.min(100, most)], [frame.bottom, frame.top]).nice(5);
  const place = (point: { x: number; y: number }): readonly [number, number] => [
    x(point.x),
    y(100 * point.y),
  ];
  // Intervals at the same place stand side by side.
  const beside = (series: number): Place => {
    const shift = 3 * (series - (block.series.length - 1) / 2);
    return (point) => [place(point)[0] + shift, place(point)[1]];
  };
  const bands = block.series.length <= MOST_BANDS;
  const legend = drawLegend(block.series, frame.bottom + 3 * LINE + 6, width);
  return {
    width,
    height: legend.bottom,
    marks: [
      ...y
        .ticks(5)
        .flatMap((tick): Primitive[] => [
          line(frame.left, y(tick), frame.right, y(tick), 'rule'),
          text(frame.left - 6, y(tick) + 4, `${amount(tick)}\u00a0%`, 'end'),
        ]),
      line(frame.left, frame.bottom, frame.right, frame.bottom, 'soft'),
      ...x
        .ticks(Math.max(2, Math.floor(width / 90)))
        .map((tick) => text(x(tick), frame.bottom + LINE, amount(tick), 'middle')),
      text((frame.left + frame.right) / 2, frame.bottom + 2 * LINE + 2, block.x, 'middle'),
      ...(bands ? block.series.flatMap((series, ink) => band(series, ink, place)) : []),
      ...block.series.flatMap((series, ink): Primitive[] => [
        ...(bands ? [] : whisker(series.points.at(-1), ink, beside(ink))),
        { kind: 'polyline', points: series.points.map(place), ink, dash: dashOf(ink) },
        ...series.points.map((point) => glyph(ink, ...place(point))),
      ]),
      ...legend.marks,
    ],
  };
}

/** @param width in pixels, at least 280 */
export function drawStrips(block: StripChartBlock, width: number): Drawing {
  const [left, right] = [14, width - 14];
  const all = block.rows.flatMap(({ values, low, high }) => [0, ...values, low ?? 0, high ?? 0]);
  const [least, most] = spanOf(
    all.map((value) => 100 * value),
    1,
  );
  const x = scaleLinear([least, most], [left, right]).nice(5);
  const at = (difference: number): number => x(100 * difference);
  const marks: Primitive[] = [];
  let top = 4;
  for (const row of block.rows) {
    const names = wrap(`${row.name}: ${signedPoints(row.mean)}`, Math.floor((width - 16) / LETTER));
    names.forEach((part, index) => {
      marks.push({ ...text(left - 8, top + TEXT + index * LINE, part, 'start'), ink: 'ink' });
    });
    const head = top + names.length * LINE + 2;
    const stacked = stack(row.values.map(at), 8);
    const foot = head + 10 + Math.max(0, ...stacked) * 8 + 8;
    marks.push(
      { ...line(x(0), head, x(0), foot + 16, 'soft'), dash: '3 3' },
      line(left, foot, right, foot, 'rule'),
      ...row.values.map((value, index): Primitive => ({
        kind: 'circle',
        x: at(value),
        y: foot - 6 - (stacked[index] ?? 0) * 8,
        r: 3.5,
        ink: 0,
        filled: false,
      })),
      ...(row.low === null || row.high === null
        ? []
        : [{ ...line(at(row.low), foot + 9, at(row.high), foot + 9, 0), thick: true }]),
      diamond(at(row.mean), foot + 9),
    );
    top = foot + 24;
  }
  for (const tick of x.ticks(Math.max(3, Math.floor(width / 90)))) {
    marks.push(text(x(tick), top + TEXT, signedTick(tick), 'middle'));
  }
  const words = wrap(`${block.x}. Circles: draws; diamond and bar: mean and 95 % interval.`, width / LETTER);
  words.forEach((part, index) => {
    marks.push(text(width / 2, top + TEXT + (index + 1) * LINE + 4, part, 'middle'));
  });
  return { width, height: top + TEXT + (words.length + 1) * LINE, marks };
}

type Place = (point: { x: number; y: number }) => readonly [number, number];
type Point = ChartSeries['points'][number];

function band(series: ChartSeries, ink: number, place: Place): Primitive[] {
  const known = series.points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined ? [] : [{ x, low, high }],
  );
  if (known.length < 2) return known.length === 0 ? [] : whisker(series.points.at(-1), ink, place);
  const upper = known.map(({ x, high }) => place({ x, y: high }));
  const lower = known.map(({ x, low }) => place({ x, y: low })).reverse();
  return [{ kind: 'area', points: [...upper, ...lower], ink }];
}

function whisker(point: Point | undefined, ink: number, place: Place): Primitive[] {
  if (point?.low === undefined || point.high === undefined) return [];
  const [[x, low], [, high]] = [place({ x: point.x, y: point.low }), place({ x: point.x, y: point.high })];
  return [line(x, low, x, high, ink), line(x - 3, low, x + 3, low, ink), line(x - 3, high, x + 3, high, ink)];
}

/** Names with their marks and strokes, in as many rows as they need. */
function drawLegend(
  series: readonly ChartSeries[],
  top: number,
  width: number,
): { marks: Primitive[]; bottom: number } {
  let [x, y] = [8, top];
  const marks = series.flatMap(({ name }, ink): Primitive[] => {
    const [label = ''] = wrap(name, (width - 60) / LETTER);
    const room = 44 + label.length * LETTER + 12;
    if (x > 8 && x + room > width) [x, y] = [8, y + LINE + 4];
    const start = x;
    x += room;
    return [
      {
        kind: 'polyline',
        points: [
          [start, y - 4],
          [start + 32, y - 4],
        ],
        ink,
        dash: dashOf(ink),
      },
      glyph(ink, start + 16, y - 4),
      { ...text(start + 40, y, label, 'start'), ink: 'ink' },
    ];
  });
  return { marks, bottom: y + 8 };
}

function diamond(x: number, y: number): Primitive {
  return {
    kind: 'polygon',
    points: [
      [x, y - 6],
      [x + 6, y],
      [x, y + 6],
      [x - 6, y],
    ],
    ink: 0,
    filled: true,
  };
}

/** The level each mark stands on, so that no two on a level are nearer than `gap`. */
function stack(places: readonly number[], gap: number): number[] {
  const ends: number[] = [];
  const levels = places.map(() => 0);
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  for (const { place, index } of order) {
    const free = ends.findIndex((end) => place - end >= gap);
    const level = free < 0 ? ends.length : free;
    ends[level] = place;
    levels[index] = level;
  }
  return levels;
}

/** Least to most, with `room` where they are the same or there is none. */
function spanOf(values: readonly number[], room: number): [number, number] {
  const [least, most] = values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)];
  return most - least > 1e-9 ? [least, most] : [Math.max(0, least - room), most + room];
}

function signedTick(tick: number): string {
  return tick > 0 ? `+${amount(tick)}` : amount(tick);
}

function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  ink: Ink,
): Extract<Primitive, { kind: 'line' }> {
  return { kind: 'line', x1, y1, x2, y2, ink, dash: '', thick: false };
}

function text(
  x: number,
  y: number,
  words: string,
  anchor: 'start' | 'middle' | 'end',
): Extract<Primitive, { kind: 'text' }> {
  return { kind: 'text', x, y, text: words, anchor, ink: 'soft' };
}
