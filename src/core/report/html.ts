/**
 * A report as one HTML page that needs nothing else: styles and drawings inside, no script, no address to fetch from.
 * Every text is escaped; a policy in the page forbids what could slip through.
 */
import type { Block, LineChartBlock, ReportDocument, StripChartBlock, TableBlock } from './blocks.ts';
import { drawLines, drawStrips } from './chart.ts';
import { chartTable } from './chart-table.ts';
import { escapeHtml, svg } from './html-svg.ts';
import { STYLE } from './html-style.ts';

/** Widths a chart is drawn at, in pixels: one for a phone, one for a page; the styles show one of them. */
const NARROW = 340;
const WIDE = 720;

export function reportHtml({ title, blocks }: ReportDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${blocks.map(blockHtml).join('\n')}
</main>
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2 id="${escapeHtml(block.id)}">${escapeHtml(block.text)}</h2>`;
    case 'text':
      return `<p class="${block.tone}">${escapeHtml(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'table':
      return tableHtml(block);
    case 'line-chart':
      return chartHtml(block, (width) => drawLines(block, width));
    case 'strip-chart':
      return chartHtml(block, (width) => drawStrips(block, width));
    case 'terms': {
      const items = block.items.map(
        ({ id, term, text }) =>
          `<dt id="term-${escapeHtml(id)}">${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd>`,
      );
      return `<dl>${items.join('')}</dl>`;
    }
    case 'command':
      return `<p class="soft">${escapeHtml(block.label)}</p><pre><code>${escapeHtml(block.text)}</code></pre>`;
  }
}

function tableHtml({ id, caption, columns, rows }: TableBlock): string {
  const head = columns.map(({ head: text, align, term }) => {
    const words = escapeHtml(text);
    const linked = term === undefined ? words : `<a href="#term-${escapeHtml(term)}">${words}</a>`;
    return `<th scope="col" class="${align}">${linked}</th>`;
  });
  const body = rows.map((row) => {
    const cells = row.map((text, at) =>
      at === 0
        ? `<th scope="row">${escapeHtml(text)}</th>`
        : `<td class="${columns[at]?.align ?? 'start'}">${escapeHtml(text)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const [name, label] = [escapeHtml(id), escapeHtml(caption)];
  return `<div class="wide" role="region" aria-label="${label}" tabindex="0"><table id="${name}"><caption>${label}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function chartHtml(
  block: LineChartBlock | StripChartBlock,
  draw: (width: number) => ReturnType<typeof drawLines>,
): string {
  const drawings = [
    ['narrow', NARROW],
    ['page', WIDE],
  ] as const;
  const pictures = drawings.map(([size, width]) =>
    svg(draw(width), { id: `${block.id}-${size}`, title: block.title, desc: block.summary, class: size }),
  );
  return `<figure><figcaption>${escapeHtml(block.title)}</figcaption>${pictures.join('')}<details><summary>The figures</summary>${tableHtml(chartTable(block))}</details></figure>`;
}
