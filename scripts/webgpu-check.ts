/**
 * `npm run webgpu-check -- --model URL --lib URL [--embedding] [--examples N] [--prefix-tokens N] [--json OUT]`
 *
 * Runs WebLLM's real engine in a real Chromium on whatever WebGPU adapter there is, through the application's
 * own workers: fetches the model, loads it, compares scoring with a reused prompt with a plain prefill, times
 * both, and runs an LLM2LLM iteration of four seeds. --model may be a folder and --lib a file of this machine.
 * CHROME_PATH and CHROME_ARGS choose the browser. What a stage found is printed, and kept, when a later one fails.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { chromium } from 'playwright';
import { build } from 'vite';
import { CHROMIUM_ARGS, findChromium } from './find-chromium.ts';
import { serveCheck } from './webgpu-check/server.ts';
import type { CheckInput, StageName } from './webgpu-check/stages.ts';
import { stagesOf } from './webgpu-check/stages.ts';

const OUT = resolve('.cache/webgpu-check');

interface StageReport {
  readonly stage: StageName;
  readonly ok: boolean;
  readonly seconds: number;
  readonly result?: unknown;
  readonly error?: string;
}

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    lib: { type: 'string' },
    embedding: { type: 'boolean', default: false },
    examples: { type: 'string', default: '4' },
    'prefix-tokens': { type: 'string', default: '200' },
    json: { type: 'string' },
  },
});

const { model, lib } = values;
const examples = Number(values.examples);
const prefixTokens = Number(values['prefix-tokens']);
if (model === undefined || lib === undefined || !(examples >= 1) || !(prefixTokens >= 0)) {
  console.error(
    'Usage: npm run webgpu-check -- --model URL|FOLDER --lib URL|FILE [--embedding] [--examples N] [--prefix-tokens N] [--json OUT]',
  );
  process.exit(2);
}

const webllm = (createRequire(import.meta.url)('@mlc-ai/web-llm/package.json') as { version: string })
  .version;
console.log(`WebLLM ${webllm}; building the check's page`);
await build({
  configFile: resolve('vite.config.ts'),
  root: 'scripts/webgpu-check', // so that the page lies where the application's does, beside its files
  publicDir: resolve('public'),
  logLevel: 'error',
  build: { outDir: OUT, emptyOutDir: true },
});
const server = await serveCheck(OUT);
const reports: StageReport[] = [];
const browser = await chromium.launch({
  executablePath: findChromium(),
  // Without a flag, headless Chromium has no WebGPU at all; CHROME_ARGS come after and may choose an adapter.
  args: ['--enable-unsafe-webgpu', ...CHROMIUM_ARGS],
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  page.on('console', (message) => {
    console.log(`    ${message.text()}`);
  });
  await page.goto(`${server.url}index.html`);
  const input: CheckInput = {
    model: server.address(model, 'model'),
    lib: server.address(lib, 'lib'),
    embedding: values.embedding,
    examples,
    prefixTokens,
  };
  await page.evaluate((given) => window.startCheck(given), input);
  for (const stage of stagesOf(input)) {
    console.log(`\n=== ${stage}`);
    const report = await run(page, stage);
    reports.push(report);
    keep({ input });
    console.log(report.ok ? JSON.stringify(report.result, null, 2) : `FAILED: ${report.error ?? ''}`);
    console.log(`--- ${report.ok ? 'done' : 'failed'} after ${report.seconds.toFixed(1)} s`);
    if (!report.ok && (stage === 'adapter' || stage === 'download' || stage === 'load')) break;
  }
} finally {
  await browser.close();
  server.close();
}
const failed = reports.filter(({ ok }) => !ok).map(({ stage }) => stage);
console.log(
  `\n${reports.length - failed.length} stages done, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`,
);
process.exit(failed.length > 0 ? 1 : 0);

async function run(page: Page, stage: StageName): Promise<StageReport> {
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  try {
    // Errors of this project carry a remedy, which Playwright would lose.
    const outcome = await page.evaluate(async (name) => {
      try {
        return { result: await window.check[name]() };
      } catch (error) {
        const { message, remedy, details } = error as {
          message?: string;
          remedy?: string;
          details?: unknown;
        };
        return {
          error: [message ?? String(error), remedy, JSON.stringify(details)].filter(Boolean).join(' '),
        };
      }
    }, stage);
    return { stage, ok: !('error' in outcome), seconds: seconds(), ...outcome };
  } catch (error) {
    return {
      stage,
      ok: false,
      seconds: seconds(),
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

function keep(about: { readonly input: CheckInput }): void {
  if (values.json === undefined) return;
  writeFileSync(values.json, `${JSON.stringify({ webllm, ...about, stages: reports }, null, 2)}\n`);
}
