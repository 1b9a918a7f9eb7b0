/** What a browser must have for models on its GPU, said in plain words. */
import type { Capabilities } from './choose.ts';

export interface GpuFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** Done by the processor: it works, slowly. */
  readonly software: boolean;
  readonly f16: boolean;
  readonly limits: GpuLimits;
}

/** Names and units of the WebGPU specification. */
export interface GpuLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxComputeWorkgroupStorageSize: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxStorageBuffersPerShaderStage: number;
}

export interface StorageFacts {
  /** Bytes; null where the browser does not tell. */
  readonly usage: number | null;
  readonly quota: number | null;
  readonly persisted: boolean;
}

export type PromptApi = 'available' | 'downloadable' | 'downloading' | 'unavailable' | 'absent';

export interface BrowserFacts {
  readonly secureContext: boolean;
  readonly cacheApi: boolean;
  /** `absent`: the browser has no WebGPU; `no-adapter`: it has, but no GPU to offer; `no-answer`: it did not say. */
  readonly gpu: GpuFacts | 'absent' | 'no-adapter' | 'no-answer';
  readonly storage: StorageFacts | null;
  readonly promptApi: PromptApi;
  /** Of the whole device, rounded and capped by the browser; null where it does not tell. */
  readonly deviceMemoryGB: number | null;
}

export interface Finding {
  readonly code:
    | 'secure-context'
    | 'cache-api'
    | 'webgpu'
    | 'gpu'
    | 'gpu-limits'
    | 'shader-f16'
    | 'large-tensors'
    | 'storage'
    | 'prompt-api';
  readonly ok: boolean;
  /** Without it no model runs on the GPU. */
  readonly needed: boolean;
  readonly message: string;
  /** Empty where nothing is amiss. */
  readonly remedy: string;
}

/** Bytes that WebLLM asks for: the first, or else the second; with less it does not start. */
const BUFFER_SIZE = [2 ** 30, 2 ** 28] as const;
const BINDING_SIZE = [2 ** 30, 2 ** 27] as const;
/** Of the other limits it takes no less than this. */
const LEAST: Omit<GpuLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'> = {
  maxComputeWorkgroupStorageSize: 32 << 10,
  maxComputeInvocationsPerWorkgroup: 256,
  maxStorageBuffersPerShaderStage: 10,
};
/** Room for a small model. */
const SMALL_MODEL_BYTES = 500e6;

const UPDATE = 'Update the browser and the graphics driver, or use Chrome or Edge on a computer with a GPU.';

/** The findings in the order in which they are worth reading. */
export function findingsOf(facts: BrowserFacts): Finding[] {
  return [
    secureContext(facts),
    ...gpuFindings(facts),
    cacheApi(facts),
    ...(facts.storage ? [storage(facts.storage)] : []),
    promptApi(facts.promptApi),
  ];
}

/** Whether WebLLM can start here at all. */
export function canRunModels(findings: readonly Finding[]): boolean {
  return findings.every(({ ok, needed }) => ok || !needed);
}

/** Bytes a shader may see of one buffer, as WebLLM will ask for it; null where there is no GPU. */
function bindingBytes({ gpu }: BrowserFacts): number | null {
  if (typeof gpu === 'string') return null;
  const [wanted, enough] = BINDING_SIZE;
  return gpu.limits.maxStorageBufferBindingSize >= wanted ? wanted : enough;
}

/** What the choice of a quantisation goes by; without a GPU, what any GPU can do. */
export function capabilitiesOf(facts: BrowserFacts): Capabilities {
  const { gpu, deviceMemoryGB } = facts;
  return {
    f16: typeof gpu !== 'string' && gpu.f16,
    maxBindingBytes: bindingBytes(facts),
    // Half of the device's memory, as a rule of thumb. 8 GB is the most a browser tells: it may be more.
    memoryMB: deviceMemoryGB === null || deviceMemoryGB >= 8 ? null : (deviceMemoryGB * 1024) / 2,
  };
}

function secureContext({ secureContext: ok }: BrowserFacts): Finding {
  return {
    code: 'secure-context',
    ok,
    needed: true,
    message: ok
      ? 'The page came over a secure connection.'
      : 'This page came over plain http. A browser then gives it neither WebGPU nor a place to keep models.',
    remedy: ok ? '' : 'Open it over https, or from this computer as http://localhost.',
  };
}

function cacheApi({ cacheApi: ok }: BrowserFacts): Finding {
  return {
    code: 'cache-api',
    ok,
    needed: true,
    message: ok
      ? 'The browser can keep models for use without a network.'
      : 'The browser gives this page no place to keep models.',
    remedy: ok ? '' : 'Open the page over https, and leave private browsing.',
  };
}

function gpuFindings({ gpu, secureContext: secure }: BrowserFacts): Finding[] {
  if (gpu === 'absent') {
    const remedy = secure ? UPDATE : 'Open the page over https or as http://localhost.';
    return [{ code: 'webgpu', ok: false, needed: true, message: 'This browser has no WebGPU here.', remedy }];
  }
  const webgpu: Finding = {
    code: 'webgpu',
    ok: true,
    needed: true,
    message: 'The browser has WebGPU.',
    remedy: '',
  };
  if (typeof gpu === 'string') {
    const message =
      gpu === 'no-adapter'
        ? 'WebGPU finds no GPU it can use on this device.'
        : 'WebGPU did not answer when asked for a GPU.';
    const remedy =
      'Turn on hardware acceleration in the browser’s settings, update the graphics driver and restart the browser, or use another computer.';
    return [webgpu, { code: 'gpu', ok: false, needed: true, message, remedy }];
  }
  return [webgpu, adapter(gpu), limits(gpu), halfPrecision(gpu), largeTensors(gpu)];
}

function adapter({ vendor, architecture, description, software }: GpuFacts): Finding {
  const name = [description || vendor, description ? '' : architecture].filter(Boolean).join(' ');
  const called = name === '' ? 'A GPU is there' : `GPU: ${name}`;
  return {
    code: 'gpu',
    ok: true,
    needed: true,
    message: software
      ? `${called}. It is imitated by the processor: expect it to be very slow.`
      : `${called}.`,
    remedy: software
      ? 'Turn on hardware acceleration in the browser’s settings, if this device has a GPU.'
      : '',
  };
}

function limits({ limits: has }: GpuFacts): Finding {
  const least = { ...LEAST, maxBufferSize: BUFFER_SIZE[1], maxStorageBufferBindingSize: BINDING_SIZE[1] };
  const names = Object.keys(least) as (keyof GpuLimits)[];
  const short = names.filter((name) => has[name] < least[name]);
  const ok = short.length === 0;
  return {
    code: 'gpu-limits',
    ok,
    needed: true,
    message: ok
      ? 'Its limits are high enough for WebLLM.'
      : `Its limits are too low for WebLLM: ${short.map((name) => `${name} is ${has[name]}, ${least[name]} is needed`).join('; ')}.`,
    remedy: ok ? '' : UPDATE,
  };
}

function halfPrecision({ f16: ok }: GpuFacts): Finding {
  return {
    code: 'shader-f16',
    ok,
    needed: false,
    message: ok
      ? 'It computes in half precision (shader-f16): models take the least memory.'
      : 'It does not compute in half precision (shader-f16).',
    remedy: ok
      ? ''
      : 'Take the variants with "f32" in their name: they need more memory and work everywhere.',
  };
}

function largeTensors({ limits: { maxStorageBufferBindingSize: size } }: GpuFacts): Finding {
  const ok = size >= BINDING_SIZE[0];
  return {
    code: 'large-tensors',
    ok,
    needed: false,
    message: ok
      ? 'It lets a shader see 1 GB at once: every model of the list fits.'
      : 'It lets a shader see 128 MB at once: models with a larger tensor do not run here.',
    remedy: ok ? '' : 'Take one of the smaller models; the list says which run here.',
  };
}

function storage({ usage, quota, persisted }: StorageFacts): Finding {
  const free = quota === null || usage === null ? null : Math.max(0, quota - usage);
  const ok = free === null || free >= SMALL_MODEL_BYTES;
  const kept = persisted
    ? 'and has agreed to keep it'
    : 'and may clear it when the device runs short of space';
  return {
    code: 'storage',
    ok,
    needed: false,
    message:
      free === null
        ? 'The browser does not say how much space it gives this page.'
        : `The browser gives this page about ${inGB(free)} more GB of space, ${kept}.`,
    remedy: ok ? '' : 'Make room on this device, or delete what you no longer need under Storage.',
  };
}

/** Rounded down, so that it promises too little rather than too much. */
function inGB(bytes: number): string {
  return (Math.floor(bytes / 1e8) / 10).toString();
}

function promptApi(state: PromptApi): Finding {
  const ok = state === 'available' || state === 'downloadable' || state === 'downloading';
  const messages: Record<PromptApi, string> = {
    available: 'The browser brings a model of its own, which can be a teacher.',
    downloadable: 'The browser can fetch a model of its own, which can be a teacher.',
    downloading: 'The browser is fetching a model of its own, which can be a teacher.',
    unavailable: 'The browser knows a model of its own, but not for this device.',
    absent: 'The browser brings no model of its own (Prompt API).',
  };
  const remedy = ok ? '' : 'Nothing needs it. Chrome on a desktop computer has one.';
  return { code: 'prompt-api', ok, needed: false, message: messages[state], remedy };
}
