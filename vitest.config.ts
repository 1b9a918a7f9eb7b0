import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { fetchedAssets } from './scripts/assets-plugin.ts';
import { CHROMIUM_ARGS, findChromium } from './scripts/find-chromium.ts';

const inBrowser = ['**/*.browser.test.ts', '**/*.svelte.test.ts'];
const never = ['**/node_modules/**', 'dist/**', '.cache/**', 'test/canary/**'];

export default defineConfig({
  plugins: [svelte(), fetchedAssets()],
  test: {
    allowOnly: false, // a forgotten .only would pass everything else by
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src,workers,scripts,test}/**/*.test.ts'],
          exclude: [...never, ...inBrowser],
        },
      },
      {
        extends: true,
        optimizeDeps: { entries: ['{src,workers}/**/*.{ts,svelte}', 'test/**/*.browser.test.ts'] },
        test: {
          name: 'browser',
          include: inBrowser,
          exclude: never,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                // Looked up when a browser is wanted: the node tests need none.
                get executablePath() {
                  return findChromium();
                },
                args: [...CHROMIUM_ARGS],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
