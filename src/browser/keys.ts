/**
 * Keys of teacher APIs: in memory, each for the base URL it belongs to; in this browser too only where
 * the person ticked so. They are handed to the loop worker with a run and appear nowhere else.
 */
import type { StudentConfig, TeacherConfig } from '../core/config/schema.ts';

const STORED = 'llm2llm-lab.keys';

export class KeyRing {
  readonly #keys = new Map<string, string>();
  readonly #storage: Storage | null;

  /** @param storage where remembered keys lie; null where the browser gives none */
  constructor(storage: Storage | null) {
    this.#storage = storage;
    for (const [url, key] of Object.entries(this.#stored())) this.#keys.set(url, key);
  }

  has(baseUrl: string): boolean {
    return this.#keys.has(normalUrl(baseUrl));
  }

  get(baseUrl: string): string | undefined {
    return this.#keys.get(normalUrl(baseUrl));
  }

  set(baseUrl: string, key: string, remember: boolean): void {
    const url = normalUrl(baseUrl);
    this.#keys.set(url, key);
    const { [url]: _old, ...others } = this.#stored();
    this.#store(remember ? { ...others, [url]: key } : others);
  }

  forget(baseUrl: string): void {
    const url = normalUrl(baseUrl);
    this.#keys.delete(url);
    const { [url]: _old, ...others } = this.#stored();
    this.#store(others);
  }

  forgetAll(): void {
    this.#keys.clear();
    this.#storage?.removeItem(STORED);
  }

  #stored(): Record<string, string> {
    try {
      const parsed: unknown = JSON.parse(this.#storage?.getItem(STORED) ?? '{}');
      if (parsed === null || typeof parsed !== 'object') return {};
      return Object.fromEntries(
        Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      );
    } catch {
      return {};
    }
  }

  #store(keys: Record<string, string>): void {
    if (Object.keys(keys).length === 0) this.#storage?.removeItem(STORED);
    else this.#storage?.setItem(STORED, JSON.stringify(keys));
  }
}

/** The keys that these students and teachers need, each by its base URL as it is written there. */
export function keysOf(
  ring: Pick<KeyRing, 'get'>,
  roles: readonly (StudentConfig | TeacherConfig)[],
): Record<string, string> {
  return Object.fromEntries(
    roles.flatMap((role) => {
      if (!('baseUrl' in role)) return [];
      const key = ring.get(role.baseUrl);
      return key === undefined ? [] : [[role.baseUrl, key]];
    }),
  );
}

/** Two spellings of one address are one address; another path or host is another. */
function normalUrl(url: string): string {
  const trimmed = url.trim().replace(/\/+$/u, '');
  // URL lower-cases the host, not the path.
  return URL.canParse(trimmed) ? new URL(trimmed).href.replace(/\/+$/u, '') : trimmed;
}
