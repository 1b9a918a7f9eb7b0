import { expect, test } from 'vitest';
import { explainInstaller } from './backend-faults.ts';

test.each([
  [
    'backend-no-network',
    `WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution")': /simple/setuptools/
ERROR: Could not find a version that satisfies the requirement setuptools>=75 (from versions: none)
ERROR: No matching distribution found for setuptools>=75`,
  ],
  ['backend-no-network', 'error: Failed to fetch: `https://pypi.org/simple/torch/`\n  Caused by: dns error'],
  [
    'backend-disk-full',
    'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
  ],
  ['backend-disk-full', 'error: failed to write to file: No space left on device (os error 28)'],
  [
    'backend-certificate',
    'SSLError(SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED]")) Max retries exceeded',
  ],
  ['backend-no-package', 'ERROR: No matching distribution found for torch>=2.5'],
  ['backend-not-writable', "Error: [Errno 13] Permission denied: '/lab/.cache'"],
  ['backend-not-installed', 'something else'],
])('%s', (code, output) => {
  const fault = explainInstaller(output, 3);
  expect(fault.code).toBe(code);
  expect(fault.remedy).not.toBe('');
});

test('what nobody foresaw keeps its exit status', () => {
  expect(explainInstaller('', 3).message).toContain('exit status 3');
});
