/** Runs in a Chromium without any adapter, the commonest failure there is. */
import { expect, it } from 'vitest';
import { modelRecord } from '../../../test/support/model-record.ts';
import { requireGpu } from './adapter.ts';
import { languageModel, ModelWorker } from './client.ts';

it('says so before anything is downloaded', async () => {
  await expect(requireGpu(modelRecord())).rejects.toMatchObject({
    code: 'no-webgpu',
    remedy: expect.stringContaining('need no GPU') as unknown,
  });
});

it("the application's own worker, with the real WebLLM in it, refuses in words and can be asked again", async () => {
  const record = modelRecord({ modelUrl: `${location.origin}/nothing/resolve/main/` });
  const worker = new ModelWorker({
    record,
    worker: () => new Worker(new URL('../../../workers/llm.worker.ts', import.meta.url), { type: 'module' }),
  });
  const model = languageModel(worker, record);
  for (let i = 0; i < 2; i++) {
    await expect(
      model.score([{ role: 'user', content: 'x' }], ['a', 'b'], new AbortController().signal),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^model-|no-webgpu/u) as unknown });
  }
}, 60_000);
