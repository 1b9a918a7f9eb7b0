/** Role: one language or embedding model on the GPU. The only place that loads WebLLM. */
import { expose } from 'comlink';
import { LlmHost } from '../src/browser/llm/host.ts';
import { carryErrors } from '../src/browser/remote.ts';

carryErrors();
expose(
  new LlmHost(async ({ record, isEmbedding, processor, onProgress }) => {
    const { MLCEngine, ModelType } = await import('@mlc-ai/web-llm');
    return new MLCEngine({
      appConfig: {
        model_list: [{ ...record, model_type: isEmbedding ? ModelType.embedding : ModelType.LLM }],
      },
      logitProcessorRegistry: new Map([[record.model_id, processor]]),
      initProgressCallback: onProgress,
      logLevel: 'WARN',
    });
  }),
);
