/** Content hashes: they name data in a configuration, a log or a link. */
import { canonicalJson } from './json.ts';

/** Lower-case hexadecimal SHA-256 of a UTF-8 text (64 characters). */
async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 of data in canonical JSON: the same whatever the order of its keys. */
export function hashOf(value: unknown): Promise<string> {
  return sha256(canonicalJson(value));
}

/** 32-bit FNV-1a of a text: spreads names over random seeds. Not for identity. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
