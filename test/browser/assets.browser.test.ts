import { expect, test } from 'vitest';

test('the development server serves what the page fetches', async () => {
  const model = await fetch('/encoders/use-lite/model.json');
  expect(model.headers.get('content-type')).toBe('application/json');
  expect(await model.json()).toHaveProperty('weightsManifest');

  const wasm = await fetch('/encoders/tfjs/tfjs-backend-wasm-simd.wasm');
  await expect(WebAssembly.compileStreaming(wasm)).resolves.toBeInstanceOf(WebAssembly.Module);

  const synonyms = await (await fetch('/synonyms/wordnet.txt')).text();
  expect(synonyms.split('\n').length).toBeGreaterThan(1000);
});
