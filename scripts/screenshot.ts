/** `npm run screenshot`: plays the demo in the built page and takes the README's picture, docs/run.png. */
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { CHROMIUM_ARGS, findChromium } from './find-chromium.ts';
import { freePort } from './free-port.ts';

await build({ logLevel: 'error' });
const port = await freePort(4400);
const server = await preview({ preview: { port, strictPort: true, host: '127.0.0.1' }, logLevel: 'error' });
const browser = await chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGS] });
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 1900 }, colorScheme: 'light' });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByRole('button', { name: 'Play the demo' }).click();
  await page.getByLabel('Speed').selectOption({ value: '0' });
  const arms = page.getByRole('region', { name: 'This run and its control arms' });
  await arms.getByRole('row', { name: 'Untargeted' }).waitFor({ timeout: 300_000 });
  await page.evaluate(() => {
    window.scrollTo(0, 0);
  });
  await mkdir('docs', { recursive: true });
  await page.screenshot({ path: 'docs/run.png' });
  console.log('docs/run.png');
} finally {
  await browser.close();
  await server.close();
}
