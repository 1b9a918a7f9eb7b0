import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { defineConfig } from 'vitest/config';
import { fetchedAssets } from './scripts/assets-plugin.ts';
import { CHROMIUM_ARGS, findChromium } from './scripts/find-chromium.ts';
import { webllmRecords } from './scripts/webllm-records-plugin.ts';

const inBrowser = ['**/*.browser.test.ts', '**/*.svelte.test.ts'];
const withWebGpu = ['**/*.webgpu.test.ts'];
/** They need the Python backend: `npm run test:backend` runs them. */
const withBackend = ['test/backend/**/*.test.ts'];
const never = ['**/node_modules/**', 'dist/**', '.cache/**', 'test/canary/**'];

/** SwiftShader: slow, without shader-f16, and there on every machine. */
const SOFTWARE_WEBGPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan,WebGPU',
];

/** Tests in a real Chromium with these flags besides those that every Chromium here gets. */
function browserProject(
  name: string,
  include: string[],
  flags: readonly string[],
): TestProjectInlineConfiguration {
  return {
    extends: true,
    optimizeDeps: { entries: ['{src,workers}/**/*.{ts,svelte}', 'test/**/*.browser.test.ts'] },
    test: {
      name,
      include,
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
            args: [...CHROMIUM_ARGS, ...flags],
          },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

export default defineConfig({
  plugins: [svelte(), fetchedAssets(), webllmRecords()],
  worker: { format: 'es', plugins: () => [webllmRecords()] },
  test: {
    allowOnly: false, // a forgotten .only would pass everything else by
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src,workers,scripts,test}/**/*.test.ts'],
          exclude: [...never, ...inBrowser, ...withWebGpu, ...withBackend],
        },
      },
      {
        extends: true,
        test: {
          name: 'backend',
          environment: 'node',
          include: withBackend,
          exclude: never,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      browserProject('browser', inBrowser, []),
      browserProject('webgpu', withWebGpu, SOFTWARE_WEBGPU),
    ],
  },
});
