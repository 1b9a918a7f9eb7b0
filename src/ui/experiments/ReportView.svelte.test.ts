/** A report on a phone and on a desk: what scrolls, what stays in sight, what is folded away. */
import axe from 'axe-core';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../styles/base.css';
import { inputOf, sevenDraws } from '../../../test/support/cell-results.ts';
import { buildReport } from '../../core/report/build.ts';
import { reportDocument } from '../../core/report/document.ts';
import { REPORT } from '../copy/experiments.ts';
import ReportView from './ReportView.svelte';

afterEach(() => page.viewport(1000, 800));

const show = async (width: number) => {
  await page.viewport(width, 800);
  await render(ReportView, { document: reportDocument(buildReport(inputOf(sevenDraws()))) });
};
const accuracy = page.getByRole('region', { name: /^Test accuracy of each arm/u });
const table = page.getByRole('table', { name: /^Test accuracy of each arm/u });

it('keeps caption and first column in sight while a table scrolls', async () => {
  await show(360);
  const region = accuracy.element();
  const caption = page.getByText(/^Test accuracy of each arm/u).first();
  const head = table.getByRole('rowheader').first();
  const before = [caption, head].map((one) => one.element().getBoundingClientRect().left);
  region.scrollLeft = 300;
  expect(region.scrollLeft).toBeGreaterThan(100);
  const after = [caption, head].map((one) => one.element().getBoundingClientRect().left);
  expect(after).toEqual(before);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(document.documentElement.clientWidth);
});

it('breaks no figure and no interval over lines', async () => {
  for (const width of [360, 1280]) {
    await page.viewport(width, 800);
    if (width === 360) await show(width);
    const cells = [...table.element().querySelectorAll<HTMLElement>('td.number')];
    const lines = cells.map((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    });
    expect(lines.length).toBeGreaterThan(0);
    expect(Math.max(...lines)).toBe(1);
  }
});

it('folds away what every arm is, and axe finds nothing', async () => {
  await show(360);
  const arms = page.getByRole('table', { name: /^Every arm/u });
  await expect.element(page.getByText(REPORT.armTable)).toBeVisible();
  expect(arms.elements()).toEqual([]);
  await page.getByText(REPORT.armTable).click();
  await expect.element(arms).toBeVisible();
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
});
