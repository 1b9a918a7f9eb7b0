/** Where everything of the drawn ring stands, in the units of its view box. */
import type { Stage } from '../../core/loop/events.ts';
import type { Role } from '../parts/role-marks.ts';

export const RING = { width: 1000, height: 536, radius: 32, centre: 500 } as const;
const TOP = 104;
const BOTTOM = 438;

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
export function nameAt(node: RingNode): { name: number; now: number } {
  return node.y === TOP ? { name: TOP + 60, now: TOP + 82 } : { name: BOTTOM - 48, now: BOTTOM - 70 };
}

/** Side branches: the test set is measured beside the loop, rejected candidates leave it. */
export const BRANCHES = {
  test: { line: `M500 ${TOP - 40}V${TOP - 62}`, x: 500, y: TOP - 76 },
  rejected: { line: `M500 ${BOTTOM + 40}V${BOTTOM + 62}`, x: 500, y: BOTTOM + 82 },
} as const;

/** About as wide as this text is drawn, to place a mark before it. */
export function textWidth(text: string, size: number): number {
  return text.length * size * 0.56;
}
