/** The arrows of the design: ui, cli and workers may import core; core imports none of them. */

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const tests = '[.]test[.]ts$';
const webllm = 'node_modules/@mlc-ai/web-llm';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      'core-imports-inwards-only',
      'src/core runs in a test, a worker, the page and the command line alike.',
      { path: '^src/core/', pathNot: tests },
      { path: '^(src/(?!core/)|workers/|scripts/|test/)' },
    ),
    rule(
      'core-is-platform-free',
      'No Svelte, no IndexedDB, no Comlink in src/core: a platform adds its adapters from outside.',
      { path: '^src/core/' },
      { path: 'node_modules/(svelte|idb|comlink|@lucide|@sveltejs)/' },
    ),
    rule(
      'core-without-tensorflow',
      'Only the bundled encoder may pull in TensorFlow.js.',
      { path: '^src/core/', pathNot: '^src/core/encoders/use-lite' },
      { path: 'node_modules/(@tensorflow|@tensorflow-models)/' },
    ),
    rule(
      'no-node-in-the-page',
      'Core, page and workers run in a browser.',
      { path: '^(src/(core|ui|browser)|workers)/', pathNot: tests },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'webllm-in-its-worker-only',
      'Importing WebLLM at run time costs about 2 MB gzipped: only the llm worker does. A type is free.',
      { pathNot: '^workers/llm' },
      { path: webllm, dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'workers-are-thin',
      'A worker exposes a class of src/core or src/browser and holds nothing of the page.',
      { path: '^workers/', pathNot: tests },
      { path: '^(src/(ui|cli)|scripts|test)/' },
    ),
    rule(
      'ui-starts-no-worker-itself',
      'The page reaches workers through src/browser.',
      { path: '^src/ui/', pathNot: tests },
      { path: '^(src/cli|workers|scripts|test)/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'browser-below-ui',
      'src/browser serves the page and the workers; it knows neither the page nor the command line.',
      { path: '^src/browser/', pathNot: tests },
      { path: '^(src/(ui|cli)|scripts|test)/' },
    ),
    rule(
      'cli-without-browser',
      'The command line runs without a browser.',
      { path: '^src/cli/', pathNot: tests },
      { path: '^(src/(ui|browser)|workers)/' },
    ),
    rule(
      'no-cycles',
      'Nothing imports itself at run time, not even round a corner.',
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only'] },
      },
    ),
    rule(
      'nothing-unresolved',
      'An import that resolves to nothing hides from every other rule.',
      {},
      {
        couldNotResolve: true,
        pathNot: '^virtual:', // made by a plugin of the build
      },
    ),
    rule(
      'no-dev-dependency-shipped',
      'What the page, workers or command line import is a dependency, not a devDependency.',
      { path: '^(src|workers)/', pathNot: tests },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'module', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.svelte', '.d.ts', '.json'],
    },
  },
};
