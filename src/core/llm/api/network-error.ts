/** The error for a fetch that never got an answer, by what a probe found. */
import { LabError } from '../../errors.ts';
import { hostOf, isLocal } from './address.ts';
import type { ApiRole } from './faults.ts';
import { codeOf } from './faults.ts';
import { allowOriginRemedy } from './presets.ts';
import type { Reach } from './probe.ts';

export interface Whereabouts {
  readonly role: ApiRole;
  readonly baseUrl: string;
  readonly preset: string;
  /** Of the page; undefined in Node or where it is not known. */
  readonly origin: string | undefined;
}

/** `-cors` (behind the role) where the server is there but keeps pages out, else `-unreachable`. Pure. */
export function networkError(reach: Reach, { role, baseUrl, preset, origin }: Whereabouts): LabError {
  const host = hostOf(baseUrl);
  if (reach === 'opaque') {
    return new LabError(
      codeOf(role, 'cors'),
      `${host} is there, but does not let this page read its answers (CORS).`,
      allowOriginRemedy(preset, baseUrl, origin),
    );
  }
  if (reach === 'readable') {
    return new LabError(
      codeOf(role, 'unreachable'),
      `The connection to ${host} broke off, also when tried again.`,
      'Check the network, then resume the run.',
    );
  }
  const local = isLocal(baseUrl);
  const securePage = origin?.startsWith('https:') ?? false;
  const mixed = securePage && !local && baseUrl.trim().startsWith('http:');
  return new LabError(
    codeOf(role, 'unreachable'),
    `Nothing answers at ${host}.`,
    mixed
      ? 'A page from https:// may not call an http:// address elsewhere: give an https:// address, or open this page from the same computer.'
      : local
        ? `Start the server and check its port${securePage ? '; allow this page to use the local network where the browser asks' : ''}.`
        : 'Check the address and the network, then resume the run.',
  );
}
