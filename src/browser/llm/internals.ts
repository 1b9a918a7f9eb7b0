/**
 * Members of WebLLM's pipeline that are private in its types: its tokenizer, its conversation template and
 * its KV cache. Each is looked for before it is used; a version without one of them is a version without fast
 * scoring, never an error. Seen in 0.2.79, 0.2.82 and 0.2.86.
 */
import type { ChatTemplate } from './template.ts';

export interface Internals {
  readonly encode: (text: string) => number[];
  readonly template: ChatTemplate;
  /** Tokens. */
  readonly contextWindow: number;
  /** Tokens in the KV cache. */
  filled(): number;
  /** Forgets the last `count` tokens of the KV cache. */
  pop(count: number): void;
}

interface Tvm {
  beginScope(): void;
  endScope(): void;
  getGlobalFunc(name: string): PackedFunction;
  detachFromCurrentScope(value: PackedFunction): PackedFunction;
  scalar(value: number, dtype: string): unknown;
}

type PackedFunction = (...values: unknown[]) => unknown;

interface Pipeline {
  tvm: Tvm;
  tokenizer: { encode(text: string): ArrayLike<number> };
  kvCache: unknown;
  kvStateKind?: string;
  filledKVCacheLength: number;
  contextWindowSize: number;
  slidingWindowSize: number;
  conversation: { config: ChatTemplate };
}

/** The internals of a loaded model, or, in words, what of them this version or model lacks. */
export function findInternals(engine: object, modelId: string): Internals | string {
  const pipelines: unknown = Reflect.get(engine, 'loadedModelIdToPipeline');
  const pipeline: unknown = pipelines instanceof Map ? pipelines.get(modelId) : undefined;
  const missing = whatIsMissing(pipeline);
  if (missing !== null) return missing;
  return over(pipeline as Pipeline); // looked at member by member
}

function whatIsMissing(pipeline: unknown): string | null {
  if (!isObject(pipeline)) return 'this version of WebLLM keeps its pipeline elsewhere';
  const { tvm, tokenizer, conversation, kvStateKind, slidingWindowSize } = pipeline;
  const hasFunctions = (value: unknown, ...names: string[]): boolean =>
    isObject(value) && names.every((name) => typeof value[name] === 'function');
  if (!hasFunctions(tokenizer, 'encode')) return 'this version of WebLLM shows no tokenizer';
  if (!hasFunctions(tvm, 'beginScope', 'endScope', 'getGlobalFunc', 'detachFromCurrentScope', 'scalar'))
    return 'this version of WebLLM shows no runtime';
  if (!isObject(conversation) || !isObject(conversation['config']))
    return 'this version of WebLLM shows no conversation template';
  if (typeof pipeline['filledKVCacheLength'] !== 'number' || !isObject(pipeline['kvCache']))
    return 'this version of WebLLM or this model has no KV cache of the known kind';
  // A recurrent state cannot be wound back, and a sliding window has forgotten what it slid over.
  if (kvStateKind !== undefined && kvStateKind !== 'kv_cache')
    return 'this model keeps a recurrent state, which cannot be wound back';
  if (typeof slidingWindowSize === 'number' && slidingWindowSize !== -1)
    return 'this model has a sliding window, which cannot be wound back';
  return null;
}

function over(pipeline: Pipeline): Internals {
  const { tvm } = pipeline;
  let popn: PackedFunction | null = null;
  return {
    encode: (text) => Array.from(pipeline.tokenizer.encode(text)),
    template: pipeline.conversation.config,
    contextWindow: pipeline.contextWindowSize,
    filled: () => pipeline.filledKVCacheLength,
    pop(count) {
      tvm.beginScope();
      try {
        popn ??= tvm.detachFromCurrentScope(tvm.getGlobalFunc('vm.builtin.kv_state_popn'));
        popn(pipeline.kvCache, tvm.scalar(0, 'int64'), tvm.scalar(count, 'int32'));
        pipeline.filledKVCacheLength -= count;
      } finally {
        tvm.endScope();
      }
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
