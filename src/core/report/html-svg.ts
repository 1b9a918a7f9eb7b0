/** A drawing as SVG text, and the one way in which text enters the page. */
import type { Drawing } from './chart.ts';
import type { Ink, Primitive } from './chart-marks.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for any place in HTML or SVG, an attribute's value in quotes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (char) => ENTITIES[char] ?? char);
}

interface Label {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly desc: string;
  readonly class: string;
}

export function svg({ width, height, marks }: Drawing, label: Label): string {
  const id = escapeHtml(label.id);
  return `<svg class="${escapeHtml(label.class)}" viewBox="0 0 ${number(width)} ${number(height)}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc"><title id="${id}-title">${escapeHtml(label.title)}</title><desc id="${id}-desc">${escapeHtml(label.desc)}</desc>${marks.map(markSvg).join('')}</svg>`;
}

function markSvg(mark: Primitive): string {
  switch (mark.kind) {
    case 'line': {
      const { x1, y1, x2, y2, ink, dash, thick } = mark;
      return `<line class="${classOf(ink)}${thick ? ' thick' : ''}" x1="${number(x1)}" y1="${number(y1)}" x2="${number(x2)}" y2="${number(y2)}"${dashes(dash)}/>`;
    }
    case 'polyline':
      return `<polyline class="${classOf(mark.ink)}" points="${path(mark.points)}"${dashes(mark.dash)}/>`;
    case 'polygon':
      return `<polygon class="${classOf(mark.ink)} ${mark.filled ? 'filled' : 'open'}" points="${path(mark.points)}"/>`;
    case 'area':
      return `<polygon class="${classOf(mark.ink)} area" points="${path(mark.points)}"/>`;
    case 'circle':
      return `<circle class="${classOf(mark.ink)} ${mark.filled ? 'filled' : 'open'}" cx="${number(mark.x)}" cy="${number(mark.y)}" r="${number(mark.r)}"/>`;
    case 'text':
      return `<text class="${classOf(mark.ink)}" x="${number(mark.x)}" y="${number(mark.y)}" text-anchor="${mark.anchor}">${escapeHtml(mark.text)}</text>`;
  }
}

/** Ten colours, then from the first again; marks and dashes go on differing. */
function classOf(ink: Ink): string {
  return typeof ink === 'number' ? `s s${ink % 10}` : ink;
}

function dashes(dash: string): string {
  return dash === '' ? '' : ` stroke-dasharray="${escapeHtml(dash)}"`;
}

function path(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ');
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
