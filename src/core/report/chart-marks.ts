/** What charts are drawn of. A series is told by its mark and its dashes as well as by its colour. */

/** `ink` text, `soft` axes and small text, `rule` grid lines; a number: the series of that place, from 0. */
export type Ink = 'ink' | 'soft' | 'rule' | number;

type Point = readonly [x: number, y: number];

/** Lengths in pixels, y downwards. `dash` is an SVG dash array; empty: a whole line. */
export type Primitive =
  | {
      readonly kind: 'line';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly ink: Ink;
      readonly dash: string;
      readonly thick: boolean;
    }
  | { readonly kind: 'polyline'; readonly points: readonly Point[]; readonly ink: Ink; readonly dash: string }
  | {
      readonly kind: 'polygon';
      readonly points: readonly Point[];
      readonly ink: Ink;
      readonly filled: boolean;
    }
  /** The area of an interval, faint and without an outline. */
  | { readonly kind: 'area'; readonly points: readonly Point[]; readonly ink: Ink }
  | {
      readonly kind: 'circle';
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly ink: Ink;
      readonly filled: boolean;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly ink: Ink;
    };

const DASHES = ['', '7 3', '2 3', '9 3 2 3', '5 2'];
const R = 4;
/** Corners around the middle; null: a circle. */
const SHAPES: readonly (readonly Point[] | null)[] = [
  null,
  [
    [-R, -R],
    [R, -R],
    [R, R],
    [-R, R],
  ],
  [
    [0, -R - 1],
    [R + 1, R],
    [-R - 1, R],
  ],
  [
    [0, -R - 2],
    [R + 2, 0],
    [0, R + 2],
    [-R - 2, 0],
  ],
  [
    [0, R + 1],
    [R + 1, -R],
    [-R - 1, -R],
  ],
];

/** The dashes of a series: with its mark, which is filled or open, ten series differ without colour. */
export function dashOf(series: number): string {
  return DASHES[series % DASHES.length] ?? '';
}

/** The mark of a series at a place. */
export function glyph(series: number, x: number, y: number): Primitive {
  const shape = SHAPES[series % SHAPES.length] ?? null;
  const filled = Math.floor(series / SHAPES.length) % 2 === 0;
  return shape
    ? { kind: 'polygon', points: shape.map(([dx, dy]) => [x + dx, y + dy]), ink: series, filled }
    : { kind: 'circle', x, y, r: R, ink: series, filled };
}

/** A text in lines of at most so many letters, broken between words; a longer word is cut with an ellipsis. */
export function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const whole = word.length > most ? `${word.slice(0, Math.max(1, most - 1))}…` : word;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + whole.length <= most)
      lines[lines.length - 1] = `${last} ${whole}`;
    else lines.push(whole);
  }
  return lines;
}
