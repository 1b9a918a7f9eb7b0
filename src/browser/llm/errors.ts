/** What WebLLM, the browser and the GPU throw, as errors for people. WebLLM exports no classes: names are all there is. */
import { isAbort, LabError } from '../../core/errors.ts';
import { promptTooLong } from './kv-prompt.ts';

/** WebLLM aborts a load with this bare string, or with an AbortError. */
const ABORTED = /unload\(\) is called|aborted/iu;
const OUT_OF_MEMORY = /out of memory|createBuffer|allocation|device.{0,20}(?:lost|destroyed)/iu;

/**
 * The error a person gets, where nobody asked for a stop.
 * @param title the model's name, for the sentence
 */
export function modelError(thrown: unknown, title: string): Error {
  if (thrown instanceof LabError) return thrown;
  const name = thrown instanceof Error ? thrown.name : '';
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  // Nobody pressed stop: WebLLM gave the model up, or the read-back of a device that is gone was aborted.
  if (isAbort(thrown) || (typeof thrown === 'string' && ABORTED.test(thrown))) return gpuLost(title, words);
  switch (name) {
    case 'ModelNotLoadedError':
    case 'DeviceLostError':
      return gpuLost(title, words);
    case 'WebGPUNotAvailableError':
    case 'WebGPUNotFoundError':
      return noWebGpu(title);
    case 'ShaderF16SupportError':
    case 'FeatureSupportError':
      return noFeature(title, words);
    case 'ContextWindowSizeExceededError':
      return promptTooLong(null, null);
    case 'QuotaExceededError':
      return new LabError(
        'storage-full',
        `There is no room left in this browser for ${title}.`,
        'Delete models you no longer need under Models, then try again.',
      );
    case 'LinkError':
      return new LabError(
        'model-library',
        `The model library of ${title} was made for another version of WebLLM.`,
        'Choose a library that belongs to the version of WebLLM this page was built with.',
        words,
      );
    case 'IntegrityError':
    case 'ArtifactManifestError':
    case 'SyntaxError':
      return broken(title, words);
    case 'TypeError':
    case 'NetworkError':
      if (/fetch|network|cache/iu.test(words)) return unreachable(title, words);
      break;
    default:
      if (OUT_OF_MEMORY.test(words)) return gpuLost(title, words);
  }
  return new LabError(
    'model-failed',
    `${title} could not be used: ${words}`,
    'Press Play to try again; if it happens again, verify the download under Models or choose another model.',
    words,
  );
}

export function noWebGpu(title: string): LabError {
  return new LabError(
    'no-webgpu',
    `${title} needs WebGPU, and this browser gives the page none.`,
    'Use a current Chrome or Edge with hardware acceleration switched on, or a student and a teacher that need no GPU: the bundled encoder, recorded replies, EDA rules, an API.',
  );
}

export function noFeature(title: string, words: string): LabError {
  return new LabError(
    'no-gpu-feature',
    `This GPU lacks something ${title} needs: ${words}`,
    'Choose its q4f32_1 or q0f32 version under Models, which computes in single precision.',
  );
}

/** The device is gone: out of memory, a driver that was restarted, a laptop that slept. */
export function gpuLost(title: string, words: string): LabError {
  return new LabError(
    'gpu-lost',
    `The GPU was lost while ${title} was in use${words ? `: ${words}` : ''}.`,
    'Press Play: the model is loaded again and the run goes on from its log. If it happens again, close other tabs or choose a smaller model.',
  );
}

export function aborted(): DOMException {
  return new DOMException('Stopped on request.', 'AbortError');
}

function broken(title: string, words: string): LabError {
  return new LabError(
    'model-broken',
    `What is stored of ${title} is damaged.`,
    'Press Verify beside it under Models: what is damaged is fetched again.',
    words,
  );
}

function unreachable(title: string, words: string): LabError {
  return new LabError(
    'model-unreachable',
    `A file of ${title} could not be fetched.`,
    'Check the connection, or download the model under Models, which makes it work offline.',
    words,
  );
}
