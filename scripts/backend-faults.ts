/** What an installer's last words mean, for somebody who does not know pip. */
import { LabError } from '../src/core/errors.ts';

interface Reading {
  readonly sign: RegExp;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** The first that fits counts: without a network pip also says that it found no version. */
const READINGS: readonly Reading[] = [
  {
    sign: /no space left on device|errno 28|disk quota exceeded|os error 28/i,
    code: 'backend-disk-full',
    message: 'The disk is full: the packages did not all fit.',
    remedy: 'Make room, or take the small build of PyTorch (README, Fine-tuning on your own machine).',
  },
  {
    sign: /certificate[_ ]verify[_ ]failed|invalid peer certificate/i,
    code: 'backend-certificate',
    message: 'The package index could not be trusted: its certificate is not known here.',
    remedy: 'Behind a company proxy, name its certificates by PIP_CERT and SSL_CERT_FILE.',
  },
  {
    sign: /failed to establish a new connection|name resolution|name or service not known|nodename nor servname|network is unreachable|max retries exceeded|connection refused|read timed out|connect ?timeout|proxyerror|dns error|error sending request/i,
    code: 'backend-no-network',
    message: 'The package index could not be reached.',
    remedy: 'Go online, or name a proxy by HTTPS_PROXY or another index by PIP_INDEX_URL (uv: UV_INDEX_URL).',
  },
  {
    sign: /no matching distribution found|requires-python|no solution found/i,
    code: 'backend-no-package',
    message: 'A package does not exist for this Python on this system; its name is above.',
    remedy: 'Delete .cache/backend-venv and name another version of Python by LAB_PYTHON.',
  },
  {
    sign: /permission denied|errno 13|read-only file system/i,
    code: 'backend-not-writable',
    message: 'The folder .cache could not be written.',
    remedy: 'Give yourself the right to write there.',
  },
];

/**
 * The fault behind an installer that failed.
 * @param output what it wrote to its standard error
 * @param status its exit status
 */
export function explainInstaller(output: string, status: number): LabError {
  const { code, message, remedy } = READINGS.find(({ sign }) => sign.test(output)) ?? {
    code: 'backend-not-installed',
    message: `The packages could not be installed (exit status ${status}); the reason is above.`,
    remedy: 'Mend it and start again.',
  };
  return new LabError(code, message, remedy);
}
