/** The built page in a real Chromium: bytes until the first action can be used, and opening a long run. */
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { CHROMIUM_ARGS, findChromium } from '../find-chromium.ts';
import { freePort } from '../free-port.ts';
import { longLog } from './long-log.ts';

export async function benchPage(): Promise<void> {
  await build({ logLevel: 'error' });
  const port = await freePort(4300);
  const server = await preview({ preview: { port, strictPort: true, host: '127.0.0.1' }, logLevel: 'error' });
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGS] });
  const url = `http://127.0.0.1:${port}/`;
  try {
    await firstScreen(await browser.newPage(), url);
    await openLongRun(await browser.newPage(), url);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function firstScreen(page: Page, url: string): Promise<void> {
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  const began = performance.now();
  await page.goto(url);
  await page.getByRole('button', { name: 'Play the demo' }).waitFor();
  const ms = performance.now() - began;
  const sizes = await Promise.all(scripts);
  const kb = sizes.reduce((sum, size) => sum + size, 0) / 1000;
  console.log(
    `First screen: ${kb.toFixed(1)} kB of script gzipped in ${sizes.length} files until its action can be used (budget 90), ${ms.toFixed(0)} ms`,
  );
  await page.close();
}

async function openLongRun(page: Page, url: string): Promise<void> {
  const { record, pieces, events, iterations } = longLog(100_000);
  await page.goto(`${url}#/runs`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(
    async ({ record, pieces }) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open('llm2llm-lab');
        open.onsuccess = () => {
          resolve(open.result);
        };
        open.onerror = () => {
          reject(new Error('The database cannot be opened.'));
        };
      });
      const transaction = db.transaction(['runs', 'logs'], 'readwrite');
      transaction.objectStore('runs').put(record);
      for (const piece of pieces) transaction.objectStore('logs').put(piece);
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      db.close();
    },
    { record, pieces },
  );
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    await page.goto(`${url}#/runs`);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    times.push(
      await page.evaluate(
        async ({ id, rows }) => {
          const began = performance.now();
          location.hash = `#/run/${id}`;
          // One expression: a named function would need a helper of the compiler, which the page lacks.
          while (
            document.querySelectorAll('tbody tr').length < rows ||
            ![...document.querySelectorAll('h2')].some(
              ({ textContent }) => textContent.trim() === 'Iterations',
            )
          ) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
          }
          return performance.now() - began;
        },
        { id: record.id, rows: iterations },
      ),
    );
  }
  const middle = times.sort((a, b) => a - b)[1] ?? 0;
  console.log(
    `A run of ${events} events opens in ${middle.toFixed(0)} ms (middle of three, from the list to its tables)`,
  );
}
