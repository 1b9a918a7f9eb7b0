/** Asks this browser what it can do for models on a GPU. Never throws, and never waits for ever. */
import type {
  BrowserFacts,
  Finding,
  GpuFacts,
  PromptApi,
  StorageFacts,
} from '../../core/models/preflight.ts';
import { canRunModels, findingsOf } from '../../core/models/preflight.ts';
import { promptApi } from '../built-in.ts';

export interface Preflight {
  readonly facts: BrowserFacts;
  readonly findings: readonly Finding[];
  /** Whether WebLLM can start here at all. */
  readonly canRun: boolean;
}

/** A browser that has not answered by then is taken to have nothing. */
const PATIENCE_MS = 5000;

/** Plain data: what is there, what is missing, and what to do about it. */
export async function preflight(): Promise<Preflight> {
  const [gpu, storage, promptApi] = await Promise.all([askGpu(), askStorage(), askPromptApi()]);
  const facts: BrowserFacts = {
    secureContext: globalThis.isSecureContext,
    cacheApi: 'caches' in globalThis,
    gpu,
    storage,
    promptApi,
    deviceMemoryGB: deviceMemory(),
  };
  const findings = findingsOf(facts);
  return { facts, findings, canRun: canRunModels(findings) };
}

async function askGpu(): Promise<BrowserFacts['gpu']> {
  // Absent on plain http and in older browsers, whatever the types say.
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  if (!gpu) return 'absent';
  // The question that WebLLM asks.
  const adapter = await inTime(
    () => gpu.requestAdapter({ powerPreference: 'high-performance' }),
    'no-answer',
  );
  if (adapter === 'no-answer') return adapter;
  return adapter ? factsOf(adapter) : 'no-adapter';
}

function factsOf(adapter: GPUAdapter): GpuFacts {
  const info: Partial<GPUAdapterInfo> = (adapter as { readonly info?: GPUAdapterInfo }).info ?? {};
  const { limits } = adapter;
  return {
    vendor: info.vendor ?? '',
    architecture: info.architecture ?? '',
    description: info.description ?? '',
    software: info.isFallbackAdapter ?? false,
    f16: adapter.features.has('shader-f16'),
    limits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    },
  };
}

async function askStorage(): Promise<StorageFacts | null> {
  // Absent on plain http.
  const storage = (navigator as { readonly storage?: StorageManager }).storage;
  if (!storage) return null;
  const [estimate, persisted] = await Promise.all([
    inTime(() => storage.estimate(), null),
    inTime(() => storage.persisted(), false),
  ]);
  return { usage: estimate?.usage ?? null, quota: estimate?.quota ?? null, persisted };
}

async function askPromptApi(): Promise<PromptApi> {
  const builtIn = promptApi();
  return builtIn ? inTime(() => builtIn.availability(), 'unavailable') : 'absent';
}

function deviceMemory(): number | null {
  return (navigator as { readonly deviceMemory?: number }).deviceMemory ?? null;
}

/** The answer, or `otherwise` when it is refused or does not come. */
async function inTime<T, const E>(ask: () => Promise<T>, otherwise: E): Promise<T | E> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<E>((resolve) => {
    timer = setTimeout(() => {
      resolve(otherwise);
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}
