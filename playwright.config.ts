import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from './scripts/find-chromium.ts';
import { freePort } from './scripts/free-port.ts';

// Test workers load this file again and must find the same port.
const port = (process.env['LAB_E2E_PORT'] ??= String(await freePort()));
const url = `http://127.0.0.1:${port}/`;

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 60_000,
  reporter: 'list',
  use: {
    baseURL: url,
    trace: 'off',
    browserName: 'chromium',
    launchOptions: { executablePath: findChromium(), args: [...CHROMIUM_ARGS] },
  },
  webServer: {
    // LAB_BUILT: `npm test` has just built the page.
    command: `node --import tsx scripts/serve.ts --port ${port} ${process.env['LAB_BUILT'] ? '--built' : ''}`,
    url,
    timeout: 120_000,
    stdout: 'ignore',
  },
});
