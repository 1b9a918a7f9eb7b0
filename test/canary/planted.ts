import { readFileSync } from 'node:fs';

/** A small project full of planted errors, by path. The canaries expect the gates to flag each of them. */

export const PLANTED: Record<string, string> = {
  'src/ui/main.ts': `import './Planted.svelte';\nimport '../core/clean.ts';\nimport '../browser/link.ts';\n`,
  'src/core/clean.ts': `/** Nothing is wrong here. */\nexport const clean = 1;\n`,

  'scripts/synonyms.ts': `export const buildSynonymTable = (): string => '';\n`,
  'scripts/webllm-records.ts': `export const readPrebuilt = (): Promise<object> => Promise.resolve({});\n`,
  'dist/index.html': `<title>A page to be served</title>\n`,

  // lock
  'package-lock.json': lockFileWithout('node_modules/svelte'),

  // format:check
  'src/core/format.ts': `export  const unformatted = "double quotes" ;\n`,
  'src/ui/Format.svelte': `<p   class='a'>text</p>\n`,

  // lint
  'src/core/any.ts': `export function loose(value: any): string {\n  return String(value);\n}\n`,
  'src/core/non-null.ts': `export const first = (list: readonly string[]): string => list[0]!;\n`,
  'src/core/console.ts': `export const shout = (): void => console.log('loud');\n`,
  'workers/console.worker.ts': `console.warn('loud');\n`,
  'src/cli/console-is-fine.ts': `console.log('the command line speaks');\n`,
  'src/core/type-import.ts': `import { Clean } from './type.ts';\nexport const value: Clean = 1;\n`,
  'src/core/type.ts': `export type Clean = number;\n`,
  'src/core/floating.ts': `export function start(): void {\n  Promise.resolve(1);\n}\n`,
  'src/core/switch.ts': `export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      break;\n  }\n}\n`,
  'src/core/long.ts': `export const rows = [\n${'  1,\n'.repeat(400)}];\n`,
  'src/ui/Html.svelte': `<script lang="ts">\n  let { text }: { text: string } = $props();\n</script>\n\n{@html text}\n`,
  'src/ui/Style.svelte': `<p style="color: red">text</p>\n`,
  'src/ui/AnyProp.svelte': `<script lang="ts">\n  let { text }: { text: any } = $props();\n</script>\n\n<p>{String(text)}</p>\n`,

  // types
  'src/core/type-error.ts': `export const count: number = 'seven';\n`,
  'workers/type-error.worker.ts': `export const count: number = 'seven';\n`,
  'src/ui/TypeError.svelte': `<script lang="ts">\n  let count: number = $state('seven');\n</script>\n\n<p>{count}</p>\n`,
  'src/ui/NoAlt.svelte': `<img src="./icon.svg" />\n`,

  // arrows
  'src/core/outwards.ts': `import '../ui/main.ts';\n`,
  'src/core/needs-node.ts': `import 'node:fs';\n`,
  'src/core/needs-svelte.ts': `import { mount } from 'svelte';\nexport { mount };\n`,
  'src/core/needs-idb.ts': `import { openDB } from 'idb';\nexport { openDB };\n`,
  'src/core/needs-tensorflow.ts': `import '@tensorflow/tfjs-core';\n`,
  'src/core/encoders/use-lite/tensorflow-is-fine.ts': `import '@tensorflow/tfjs-core';\n`,
  'src/core/webllm.ts': `import { prebuiltAppConfig } from '@mlc-ai/web-llm';\nexport { prebuiltAppConfig };\n`,
  'src/core/webllm-lazily.ts': `export const load = () => import('@mlc-ai/web-llm');\n`,
  'src/core/webllm-type-is-fine.ts': `import type { MLCEngine } from '@mlc-ai/web-llm';\nexport type E = MLCEngine;\n`,
  'workers/llm.worker.ts': `import { prebuiltAppConfig } from '@mlc-ai/web-llm';\nexport { prebuiltAppConfig };\n`,
  'workers/page.worker.ts': `import '../src/ui/main.ts';\n`,
  'src/ui/Planted.svelte': `<script lang="ts">\n  import '../../workers/llm.worker.ts';\n</script>\n\n<h1>text</h1>\n`,
  'src/browser/link.ts': `import '../ui/main.ts';\n`,
  'src/cli/ui.ts': `import '../browser/link.ts';\n`,
  'src/core/circle-a.ts': `import { b } from './circle-b.ts';\nexport const a = (): number => b();\n`,
  'src/core/circle-b.ts': `import { a } from './circle-a.ts';\nexport const b = (): number => a();\n`,
  'src/core/type-circle-a.ts': `import type { B } from './type-circle-b.ts';\nexport const makeB = (): B => ({ n: 1 });\n`,
  'src/core/type-circle-b.ts': `import { makeB } from './type-circle-a.ts';\nexport interface B {\n  n: number;\n}\nexport const b: B = makeB();\n`,
  'src/core/nowhere.ts': `import './missing.ts';\n`,
  'src/core/dev-dependency.ts': `import fc from 'fast-check';\nexport { fc };\n`,

  // dead-code
  'src/core/unused-file.ts': `export const forgotten = 1;\n`,
  'src/browser/half-used.ts': `export const used = 1;\nexport const unusedExport = 2;\n`,
  'src/cli/uses.ts': `import { used } from '../browser/half-used.ts';\nconsole.log(used);\n`,

  // test:unit, test:sdk, test:browser, test:e2e
  'src/core/fails.test.ts': `import { expect, test } from 'vitest';\ntest('planted', () => expect(1).toBe(2));\n`,
  'src/core/only.test.ts': `import { test } from 'vitest';\ntest.only('planted only', () => undefined);\n`,
  'test/backend/fails.test.ts': `import { expect, test } from 'vitest';\ntest('planted for the SDK', () => expect(1).toBe(2));\n`,
  'test/browser/fails.browser.test.ts': `import { expect, test } from 'vitest';\ntest('planted in browser', () => expect(typeof document).toBe('nothing'));\n`,
  'test/e2e/fails.e2e.ts': `import { expect, test } from '@playwright/test';\ntest('planted end to end', () => expect(1).toBe(2));\n`,
};

/** A build whose first screen is too large only with what it imports; and one that is not. */
export const PLANTED_BUILDS = {
  tooLarge: { 'index.html': { file: 'small.js', imports: ['_large.js'] }, '_large.js': { file: 'large.js' } },
  allowed: {
    'index.html': { file: 'small.js', dynamicImports: ['_large.js'] },
    '_large.js': { file: 'large.js' },
  },
};

function lockFileWithout(path: string): string {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, unknown> };
  const packages = Object.fromEntries(Object.entries(lock.packages).filter(([name]) => name !== path));
  return JSON.stringify({ ...lock, packages });
}
