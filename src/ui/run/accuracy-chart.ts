/** The accuracy chart's data and its scales; the component only draws. */
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { RunState } from '../../core/loop/state.ts';
import type { Proportion } from '../../core/metrics/wilson.ts';
import type { RunIndex } from './run-index.ts';

export const SERIES = ['test', 'heldOut', 'seeds'] as const;
export type Series = (typeof SERIES)[number];
export type Across = 'iteration' | 'trainSize';

export interface ChartPoint {
  readonly shown: number;
  readonly last: boolean;
  readonly trainSize: number;
  readonly shares: Readonly<Record<Series, Proportion | null>>;
}

/** The share that guessing gets right; null where answers are not one of a list. */
export function guessing(labels: readonly string[]): number | null {
  return labels.length >= 2 ? 1 / labels.length : null;
}

/** One point for each iteration of which anything is measured. */
export function chartPoints(state: RunState, index: RunIndex): ChartPoint[] {
  return index
    .rows(state)
    .map(({ shown, last, trainSize, testAccuracy, seedAccuracy, heldOut, ownLeftOut }) => ({
      shown,
      last,
      trainSize,
      // The line of the seeds is of those trained on.
      shares: { test: testAccuracy, seeds: ownLeftOut ? null : seedAccuracy, heldOut },
    }))
    .filter(({ shares }) => shares.test ?? shares.seeds ?? shares.heldOut);
}

export interface Drawn {
  readonly x: number;
  readonly point: ChartPoint;
}

export interface ChartGeometry {
  readonly drawn: readonly Drawn[];
  readonly y: (share: number) => number;
  readonly yTicks: readonly { readonly y: number; readonly value: number }[];
  readonly xTicks: readonly { readonly x: number; readonly text: string }[];
  readonly lines: Readonly<Record<Series, string>>;
  readonly bands: Readonly<Record<Series, string>>;
  /** Where each series' name stands, moved apart so that none covers another. */
  readonly labels: readonly { readonly series: Series; readonly x: number; readonly y: number }[];
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * @param expected iterations the run is set to, so that the axis does not jump while it grows; null once it ended
 * @param guess the share that guessing would get right, to be in sight
 */
export function geometry(
  points: readonly ChartPoint[],
  across: Across,
  expected: number | null,
  frame: Frame,
  finalWord: string,
  guess = 1,
): ChartGeometry {
  const at = (point: ChartPoint): number => (across === 'iteration' ? point.shown : point.trainSize);
  const xs = points.map(at);
  const end = Math.max(...xs, across === 'iteration' && expected !== null ? expected + 1 : 0);
  const start = Math.min(...xs, across === 'iteration' ? 1 : end);
  const x = scaleLinear([start, end === start ? start + 1 : end], [frame.left, frame.width - frame.right]);
  const lows = points.flatMap(({ shares }) => SERIES.map((series) => shares[series]?.interval[0] ?? 1));
  const floor = Math.max(0, Math.floor((Math.min(...lows, guess, 0.9) * 100) / 10) / 10);
  const y = scaleLinear([floor, 1], [frame.height - frame.bottom, frame.top]);
  const drawn = points.map((point) => ({ x: x(at(point)), point }));
  const path = (series: Series): string =>
    line<Drawn>()
      .defined(({ point }) => point.shares[series] !== null)
      .x((d) => d.x)
      .y(({ point }) => y(point.shares[series]?.value ?? 0))(drawn) ?? '';
  const band = (series: Series): string =>
    area<Drawn>()
      .defined(({ point }) => point.shares[series] !== null)
      .x((d) => d.x)
      .y0(({ point }) => y(point.shares[series]?.interval[0] ?? 0))
      .y1(({ point }) => y(point.shares[series]?.interval[1] ?? 0))(drawn) ?? '';
  // A run that ended early has no final fit: its last iteration keeps its number.
  const final = across === 'iteration' && (expected !== null || points.at(-1)?.last === true) ? end : null;
  return {
    drawn,
    y,
    yTicks: y.ticks(5).map((value) => ({ y: y(value), value })),
    xTicks: xTicks(x, end, final, finalWord),
    lines: { test: path('test'), seeds: path('seeds'), heldOut: path('heldOut') },
    bands: { test: band('test'), seeds: band('seeds'), heldOut: band('heldOut') },
    labels: labels(drawn, y, frame),
  };
}

/** @param final where the final fit stands, named instead of numbered */
function xTicks(
  x: { (value: number): number; ticks(count: number): number[] },
  end: number,
  final: number | null,
  finalWord: string,
): { x: number; text: string }[] {
  const numbered = x
    .ticks(8)
    .filter((value) => Number.isInteger(value) && value <= end)
    .map((value) => ({ x: x(value), text: String(value) }));
  if (final === null) return numbered;
  return [...numbered.filter((tick) => x(final) - tick.x > 32), { x: x(final), text: finalWord }];
}

/** Height of a line of label text. */
const LABEL_HEIGHT = 17;

function labels(
  drawn: readonly Drawn[],
  y: (share: number) => number,
  frame: Frame,
): ChartGeometry['labels'] {
  const right = drawn[drawn.length - 1]?.x ?? 0;
  const ends = SERIES.flatMap((series) => {
    const at = drawn.findLast(({ point }) => point.shares[series] !== null);
    const share = at?.point.shares[series];
    return share ? [{ series, x: right + 12, y: y(share.value) + 4 }] : [];
  }).sort((a, b) => a.y - b.y);
  for (let i = 1; i < ends.length; i++) {
    const above = ends[i - 1];
    const here = ends[i];
    if (above && here) here.y = Math.max(here.y, above.y + LABEL_HEIGHT);
  }
  const over = (ends.at(-1)?.y ?? 0) - (frame.height - frame.bottom);
  return over > 0 ? ends.map((end) => ({ ...end, y: end.y - over })) : ends;
}
