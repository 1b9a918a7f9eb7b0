/** The built page as files: no inline code, a policy that holds, and any host under any path. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { FIRST_SCREEN_KB } from '../../scripts/budget.ts';

/** What the browser complains about: blocked by the policy, failed to load, thrown. */
function complaints(page: Page): string[] {
  const all: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') all.push(message.text());
  });
  page.on('pageerror', (error) => all.push(error.message));
  return all;
}

test('opens without a complaint', async ({ page }) => {
  const heard = complaints(page);
  await page.goto('/');
  await expect(page).toHaveTitle('LLM2LLM Lab');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(heard).toEqual([]);
});

test('asks nobody but its own host', async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? 'unknown')) foreign.push(request.url());
  });
  await page.goto('/', { waitUntil: 'networkidle' });
  expect(foreign).toEqual([]);
});

test('loads no more script than the budget before anything is pressed', async ({ page }) => {
  const loading: Promise<readonly [name: string, kb: number]>[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.endsWith('.js')) return;
    loading.push(response.body().then((body) => [pathname, gzipSync(body, { level: 9 }).length / 1000]));
  });
  await page.goto('/', { waitUntil: 'networkidle' });
  const loaded = await Promise.all(loading);
  const kb = loaded.reduce((sum, [, size]) => sum + size, 0);
  const table = loaded.map(([name, size]) => `${size.toFixed(1)} kB  ${name}`).join('\n');
  expect(loaded.length).toBeGreaterThan(0);
  expect(kb, table).toBeLessThan(FIRST_SCREEN_KB);
});

test('runs no script but its own', async ({ page, request }) => {
  const html = await (await request.get('/')).text();
  expect(html).toContain('http-equiv="Content-Security-Policy"');
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);

  const heard = complaints(page);
  await page.goto('/');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.body.append(script);
    return document.title;
  });
  expect(ran).toBe('LLM2LLM Lab');
  expect(heard.join()).toContain('Content Security Policy');
});

test('is served from any path', async ({ page }) => {
  const heard = complaints(page);
  const base = 'http://static.example/~someone/lab/';
  await page.route('http://static.example/**', (route) => {
    const url = route.request().url();
    const path = join('dist', url.startsWith(base) ? url.slice(base.length) || 'index.html' : '');
    return existsSync(path) && path !== 'dist' ? route.fulfill({ path }) : route.fulfill({ status: 404 });
  });
  await page.goto(base);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(heard).toEqual([]);
});

test('serves the fetched assets with their types', async ({ request }) => {
  for (const [path, type] of [
    ['encoders/use-lite/model.json', 'application/json'],
    ['encoders/tfjs/tfjs-backend-wasm-simd.wasm', 'application/wasm'],
    ['synonyms/wordnet.txt', 'text/plain'],
    ['encoders/use-lite/LICENSE.txt', 'text/plain'],
  ] as const) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(200);
    expect(response.headers()['content-type'], path).toContain(type);
  }
});
