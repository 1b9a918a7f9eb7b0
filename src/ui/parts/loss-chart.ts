/** A loss curve's scales; the component only draws. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

/** Loss in nats a token. */
export type LossPoint = readonly [step: number, loss: number];

export interface LossFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface LossGeometry {
  readonly line: string;
  readonly last: { readonly x: number; readonly y: number } | null;
  readonly xTicks: readonly { readonly x: number; readonly value: number }[];
  readonly yTicks: readonly { readonly y: number; readonly value: number }[];
}

/** @param totalSteps so that the axis does not jump while the curve grows; null where nobody says */
export function lossGeometry(
  points: readonly LossPoint[],
  totalSteps: number | null,
  { width, height, left, right, top, bottom }: LossFrame,
): LossGeometry {
  const end = Math.max(1, totalSteps ?? 0, ...points.map(([step]) => step));
  const highest = Math.max(...points.map(([, loss]) => loss), 0);
  const x = scaleLinear([0, end], [left, width - right]);
  // From 0: how far the loss still is from nothing is part of the picture.
  const y = scaleLinear([0, highest > 0 ? highest : 1], [height - bottom, top]).nice(4);
  const last = points.at(-1);
  return {
    line:
      line<LossPoint>()
        .x(([step]) => x(step))
        .y(([, loss]) => y(loss))([...points]) ?? '',
    last: last ? { x: x(last[0]), y: y(last[1]) } : null,
    xTicks: x
      .ticks(Math.max(2, Math.floor(width / 90)))
      .filter((value) => Number.isInteger(value))
      .map((value) => ({ x: x(value), value })),
    yTicks: y.ticks(4).map((value) => ({ y: y(value), value })),
  };
}

/** At most `most` rows of a long curve, evenly, its last step among them. */
export function lossRows(points: readonly LossPoint[], most: number): readonly LossPoint[] {
  const stride = Math.ceil(points.length / most);
  return points.filter((_, i) => (points.length - 1 - i) % stride === 0);
}
