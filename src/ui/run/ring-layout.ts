/** Where everything of the drawn ring stands, in the units of its view box. */
import type { Stage } from '../../core/loop/events.ts';
import type { Role } from '../parts/role-marks.ts';

export const RING = { width: 1000, height: 434, radius: 32, centre: 500 } as const;
const TOP = 58;
const BOTTOM = 390;

export interface RingNode {
  readonly x: number;
  readonly y: number;
  /** The edge that leaves it. */
  readonly edge: string;
  /** The arrow head at that edge's end: position and direction in degrees. */
  readonly head: readonly [x: number, y: number, turn: number];
  /** Where the edge's count stands. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' };
  readonly role: Role | null;
}

export const NODES: Readonly<Record<Stage, RingNode>> = {
  train: {
    x: 200,
    y: TOP,
    edge: `M236 ${TOP}H440`,
    head: [448, TOP, 0],
    label: { x: 350, y: TOP - 16, anchor: 'middle' },
    role: null,
  },
  evaluate: {
    x: 500,
    y: TOP,
    edge: `M536 ${TOP}H740`,
    head: [748, TOP, 0],
    label: { x: 650, y: TOP - 16, anchor: 'middle' },
    role: 'seed',
  },
  wrong: {
    x: 800,
    y: TOP,
    edge: `M836 ${TOP}H870Q920 ${TOP} 920 ${TOP + 50}V${BOTTOM - 50}Q920 ${BOTTOM} 870 ${BOTTOM}H860`,
    head: [852, BOTTOM, 180],
    label: { x: 902, y: (TOP + BOTTOM) / 2, anchor: 'end' },
    role: 'wrong',
  },
  teacher: {
    x: 800,
    y: BOTTOM,
    edge: `M764 ${BOTTOM}H560`,
    head: [552, BOTTOM, 180],
    label: { x: 650, y: BOTTOM + 30, anchor: 'middle' },
    role: 'candidate',
  },
  filter: {
    x: 500,
    y: BOTTOM,
    edge: `M464 ${BOTTOM}H260`,
    head: [252, BOTTOM, 180],
    label: { x: 350, y: BOTTOM + 30, anchor: 'middle' },
    role: 'accepted',
  },
  grow: {
    x: 200,
    y: BOTTOM,
    edge: `M164 ${BOTTOM}H130Q80 ${BOTTOM} 80 ${BOTTOM - 50}V${TOP + 50}Q80 ${TOP} 130 ${TOP}H140`,
    head: [148, TOP, 0],
    label: { x: 98, y: (TOP + BOTTOM) / 2, anchor: 'start' },
    role: 'accepted',
  },
};

/** Names stand inside the ring: under the upper nodes, over the lower ones. */
export function nameAt(node: RingNode): number {
  return node.y === TOP ? TOP + 58 : BOTTOM - 46;
}

/** Beside the loop, on the inner side of the edge: the test set is measured, rejected candidates leave. */
export const ASIDE = {
  test: { x: 650, y: TOP + 26 },
  rejected: { x: 350, y: BOTTOM - 14 },
} as const;

/** Lines of the middle, from the top. */
export const MIDDLE = {
  headline: 164,
  doing: 192,
  more: 216,
  marks: 204,
  caption: 284,
  legend: 308,
} as const;

/** Middles of marked texts that stand side by side around the ring's own middle. */
export function sideBySide(texts: readonly string[], size: number): number[] {
  const [mark, gap] = [20, 40];
  const widths = texts.map((text) => mark + textWidth(text, size));
  const whole = widths.reduce((sum, width) => sum + width + gap, -gap);
  let left = RING.centre - whole / 2;
  return widths.map((width) => {
    const middle = left + width / 2;
    left += width + gap;
    return middle;
  });
}

/** About as wide as this text is drawn, until it can be measured. */
export function textWidth(text: string, size: number): number {
  return text.length * size * 0.5;
}
