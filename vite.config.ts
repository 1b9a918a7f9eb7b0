import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { fetchedAssets } from './scripts/assets-plugin.ts';
import { contentSecurityPolicy } from './scripts/csp-plugin.ts';
import { webllmRecords } from './scripts/webllm-records-plugin.ts';

export default defineConfig({
  base: './', // any static host, under any path
  plugins: [svelte(), fetchedAssets(), webllmRecords(), contentSecurityPolicy()],
  appType: 'mpa', // a missing file is a 404, as on a static host
  worker: { format: 'es', plugins: () => [webllmRecords()] },
  server: { host: '127.0.0.1' },
  build: {
    target: 'es2022',
    manifest: true, // read by scripts/size.ts
    modulePreload: { polyfill: false }, // the policy allows no inline script
    rolldownOptions: { checks: { bundlerTimings: false } }, // reading 28 MB of weights takes its time
    assetsInlineLimit: 0, // nor fonts by data: address
  },
});
