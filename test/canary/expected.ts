/** What each gate has to say about the planted errors: `[file, words]` in one paragraph of its output. */

export interface Expectation {
  readonly gate: string;
  readonly flags: readonly (readonly [file: string, words: string])[];
  /** Files that are in order and must not be named. */
  readonly spares: readonly string[];
}

export const EXPECTED: readonly Expectation[] = [
  // npm says that it is missing from the lock file, or, with an empty cache, that it would have to ask for it.
  { gate: 'lock', flags: [['svelte', 'npm error']], spares: [] },
  {
    gate: 'format:check',
    flags: [
      ['src/core/format.ts', 'warn'],
      ['src/ui/Format.svelte', 'warn'],
    ],
    spares: ['src/core/clean.ts'],
  },
  {
    gate: 'arrows',
    flags: [
      ['src/core/outwards.ts', 'core-imports-inwards-only'],
      ['src/core/needs-node.ts', 'no-node-in-the-page'],
      ['src/core/needs-svelte.ts', 'core-is-platform-free'],
      ['src/core/needs-idb.ts', 'core-is-platform-free'],
      ['src/core/needs-tensorflow.ts', 'core-without-tensorflow'],
      ['src/core/webllm.ts', 'webllm-in-its-worker-only'],
      ['src/core/webllm-lazily.ts', 'webllm-in-its-worker-only'],
      ['workers/page.worker.ts', 'workers-are-thin'],
      ['src/ui/Planted.svelte', 'ui-starts-no-worker-itself'],
      ['src/browser/link.ts', 'browser-below-ui'],
      ['src/cli/ui.ts', 'cli-without-browser'],
      ['src/core/circle-a.ts', 'no-cycles'],
      ['src/core/nowhere.ts', 'nothing-unresolved'],
      ['src/core/dev-dependency.ts', 'no-dev-dependency-shipped'],
    ],
    spares: [
      'tensorflow-is-fine',
      'webllm-type-is-fine',
      'type-circle',
      'src/core/clean.ts',
      'llm.worker.ts →',
    ],
  },
  {
    gate: 'dead-code',
    flags: [
      ['src/core/unused-file.ts', 'Unused files'],
      ['src/browser/half-used.ts', 'unusedExport'],
      ['package.json', 'Unused dependencies'],
    ],
    spares: ['src/cli/uses.ts', 'src/core/fails.test.ts'],
  },
  {
    gate: 'types',
    flags: [
      ['src/core/type-error.ts', 'not assignable'],
      ['workers/type-error.worker.ts', 'not assignable'],
      ['src/ui/TypeError.svelte', 'not assignable'],
      ['src/ui/NoAlt.svelte', 'alt attribute'],
    ],
    spares: ['src/core/clean.ts'],
  },
  {
    gate: 'lint',
    flags: [
      ['src/core/any.ts', 'no-explicit-any'],
      ['src/ui/AnyProp.svelte', 'no-explicit-any'],
      ['src/core/non-null.ts', 'no-non-null-assertion'],
      ['src/core/console.ts', 'no-console'],
      ['workers/console.worker.ts', 'no-console'],
      ['src/core/type-import.ts', 'consistent-type-imports'],
      ['src/core/floating.ts', 'no-floating-promises'],
      ['src/core/switch.ts', 'switch-exhaustiveness-check'],
      ['src/core/long.ts', 'max-lines'],
      ['src/ui/Html.svelte', 'no-at-html-tags'],
      ['src/ui/Style.svelte', 'no-restricted-syntax'],
    ],
    spares: ['src/cli/console-is-fine.ts', 'src/core/clean.ts'],
  },
  {
    gate: 'test:unit',
    flags: [
      ['src/core/fails.test.ts', 'planted'],
      ['src/core/only.test.ts', 'Unexpected .only'],
    ],
    spares: ['test/backend'],
  },
  { gate: 'test:sdk', flags: [['test/backend/fails.test.ts', 'planted for the SDK']], spares: [] },
  { gate: 'test:browser', flags: [['test/browser/fails.browser.test.ts', 'planted in browser']], spares: [] },
  { gate: 'test:e2e', flags: [['test/e2e/fails.e2e.ts', 'planted end to end']], spares: [] },
];
