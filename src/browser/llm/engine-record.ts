/** A model as WebLLM wants to be told of it. */
import type { ModelRecord } from '../../core/models/records.ts';
import type { EngineModel } from './engine.ts';

/** Features beyond WebGPU's own are checked before a download (src/browser/models/preflight.ts), and by WebLLM again. */
export function engineRecord(record: ModelRecord): EngineModel {
  return {
    model: record.modelUrl,
    model_id: record.id,
    model_lib: record.libUrl,
    ...(record.needsF16 ? { required_features: ['shader-f16'] } : {}),
    // The KV cache is allocated whole: a window larger than prompts need is memory for nothing. WebLLM takes one
    // kind of window only, whatever the model's own configuration says of the other.
    ...(record.kind === 'chat'
      ? { overrides: { context_window_size: record.contextWindow, sliding_window_size: -1 } }
      : {}),
  };
}
