/** What is used of WebLLM's MLCEngine. The rest of the project knows this much of it and no more. */
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionRequestNonStreaming,
  ChatCompletionRequestStreaming,
  InitProgressReport,
  LogitProcessor,
} from '@mlc-ai/web-llm';

/** Public members of MLCEngine. */
export interface Engine {
  reload(modelId: string, options?: { context_window_size?: number }): Promise<void>;
  unload(): Promise<void>;
  resetChat(keepStats?: boolean, modelId?: string): Promise<void>;
  /** Appends tokens to the KV cache and returns a sampled one. Takes no lock. */
  forwardTokensAndSample(ids: number[], isPrefill: boolean, modelId?: string): Promise<number>;
  /** Sets a flag that is looked at between two tokens. */
  interruptGenerate(): void | Promise<void>;
  readonly chat: {
    readonly completions: {
      create(request: ChatCompletionRequestNonStreaming): Promise<ChatCompletion>;
      create(request: ChatCompletionRequestStreaming): Promise<AsyncIterable<ChatCompletionChunk>>;
    };
  };
  readonly embeddings: {
    create(request: { input: string[] }): Promise<{ data: { embedding: number[] }[] }>;
  };
}

/** A model as WebLLM's list of models has it, but for its type. */
export interface EngineModel {
  readonly model: string;
  readonly model_id: string;
  readonly model_lib: string;
  readonly required_features?: string[];
  readonly overrides?: { readonly context_window_size: number; readonly sliding_window_size: -1 };
}

/** What an engine is made with. */
export interface EngineOptions {
  readonly record: EngineModel;
  /** WebLLM's `model_type`, an enumeration that as code would bring its 2 MB along. */
  readonly isEmbedding: boolean;
  /** Sees every vector of raw logits. */
  readonly processor: LogitProcessor;
  readonly onProgress: (report: InitProgressReport) => void;
}

/** Makes an engine; the llm worker's imports WebLLM, a test's does not. */
export type EngineFactory = (options: EngineOptions) => Promise<Engine>;
