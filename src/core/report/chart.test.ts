import { describe, expect, it } from 'vitest';
import type { LineChartBlock, StripChartBlock } from './blocks.ts';
import type { Drawing } from './chart.ts';
import { drawLines, drawStrips } from './chart.ts';
import { dashOf, glyph } from './chart-marks.ts';

const lines = (series: number, at: (point: number) => number = (point) => point): LineChartBlock => ({
  kind: 'line-chart',
  id: 'c',
  title: 'Accuracy',
  summary: 'It rises.',
  x: 'Examples added',
  y: 'Test accuracy',
  series: Array.from({ length: series }, (_, s) => ({
    name: `Arm number ${s}`,
    points: [0, 1, 2].map((point) => ({
      x: at(point),
      y: 0.5 + 0.01 * s + 0.05 * point,
      low: 0.45 + 0.05 * point,
      high: 0.55 + 0.02 * s + 0.05 * point,
    })),
  })),
});

const strips: StripChartBlock = {
  kind: 'strip-chart',
  id: 's',
  title: 'Differences',
  summary: '',
  x: 'Difference in test accuracy, percentage points',
  rows: [
    {
      name: 'LLM2LLM less Untargeted',
      values: [0.01, 0.01, 0.012, -0.02],
      mean: 0.003,
      low: -0.01,
      high: 0.02,
    },
    { name: 'LLM2LLM less Every seed rephrased (AugGPT)', values: [0.03], mean: 0.03, low: null, high: null },
  ],
};

/** Left, right, top and bottom of everything drawn; text by its letters. */
function bounds({ marks }: Drawing): [number, number, number, number] {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const mark of marks) {
    if (mark.kind === 'line') {
      xs.push(mark.x1, mark.x2);
      ys.push(mark.y1, mark.y2);
    } else if (mark.kind === 'circle') {
      xs.push(mark.x - mark.r, mark.x + mark.r);
      ys.push(mark.y - mark.r, mark.y + mark.r);
    } else if (mark.kind === 'text') {
      const wide = mark.text.length * 6.2;
      const left = mark.x - { start: 0, middle: wide / 2, end: wide }[mark.anchor];
      xs.push(left, left + wide);
      ys.push(mark.y - 10, mark.y);
    } else {
      xs.push(...mark.points.map(([x]) => x));
      ys.push(...mark.points.map(([, y]) => y));
    }
  }
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
}

describe.each([320, 480, 900])('charts at %i pixels', (width) => {
  it.each([
    ['two lines', () => drawLines(lines(2), width)],
    ['ten lines', () => drawLines(lines(10), width)],
    [
      'thousands of tokens',
      () =>
        drawLines(
          lines(2, (point) => 60_000 * point),
          width,
        ),
    ],
    [
      'one point',
      () =>
        drawLines(
          lines(1, () => 0),
          width,
        ),
    ],
    ['strips', () => drawStrips(strips, width)],
  ])('keep %s within the picture', (_name, draw) => {
    const drawing = draw();
    const [left, right, top, bottom] = bounds(drawing);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(width);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(bottom).toBeLessThanOrEqual(drawing.height);
  });

  it('name every line in a legend, no name over another', () => {
    const texts = drawLines(lines(10), width).marks.filter((mark) => mark.kind === 'text');
    const names = texts.filter(({ text }) => text.startsWith('Arm number'));
    expect(names).toHaveLength(10);
    names.forEach((one, i) => {
      const same = names.slice(i + 1).filter((other) => other.y === one.y);
      expect(same.every((other) => Math.abs(other.x - one.x) > one.text.length * 6.2)).toBe(true);
    });
  });
});

describe('the marks', () => {
  it('tell ten series apart without colour', () => {
    const looks = Array.from({ length: 10 }, (_, series) => {
      const { ink: _ink, ...mark } = glyph(series, 0, 0);
      return JSON.stringify([mark, dashOf(series)]);
    });
    expect(new Set(looks).size).toBe(10);
  });

  it('put higher accuracies higher and later points further right', () => {
    const [path] = drawLines(lines(1), 480).marks.filter((mark) => mark.kind === 'polyline');
    const points = path?.points ?? [];
    expect(points).toHaveLength(3);
    points.slice(1).forEach(([x, y], i) => {
      expect(x).toBeGreaterThan(points[i]?.[0] ?? 0);
      expect(y).toBeLessThan(points[i]?.[1] ?? 0);
    });
  });

  it('put gains right of zero and losses left, and stack what would overlap', () => {
    const { marks } = drawStrips(strips, 480);
    const zero = marks.find((mark) => mark.kind === 'line' && mark.dash !== '');
    const circles = marks.filter((mark) => mark.kind === 'circle').slice(0, 4);
    const at = zero?.kind === 'line' ? zero.x1 : NaN;
    expect(circles.map(({ x }) => Math.sign(x - at))).toEqual([1, 1, 1, -1]);
    const [first, second] = circles;
    expect([first?.x, first?.y]).not.toEqual([second?.x, second?.y]);
  });
});
