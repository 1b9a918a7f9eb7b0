import { beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from './keys.ts';

const URL = 'https://api.example.org/v1';

/** As much of Storage as the key ring uses. */
function fakeStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => {
      items.clear();
    },
    getItem: (name) => items.get(name) ?? null,
    key: (i) => [...items.keys()][i] ?? null,
    removeItem: (name) => {
      items.delete(name);
    },
    setItem: (name, value) => {
      items.set(name, value);
    },
  };
}

let storage: Storage;
beforeEach(() => {
  storage = fakeStorage();
});

describe('KeyRing', () => {
  it('keeps a key in memory only, unless it is to be remembered', () => {
    const ring = new KeyRing(storage);
    ring.set(URL, 'secret', false);
    expect(ring.get(URL)).toBe('secret');
    expect(storage.length).toBe(0);
    expect(new KeyRing(storage).has(URL)).toBe(false);
    ring.set(URL, 'secret', true);
    expect(new KeyRing(storage).get(URL)).toBe('secret');
  });

  it('gives a key to its own base URL only', () => {
    const ring = new KeyRing(storage);
    ring.set(URL, 'secret', false);
    expect(ring.get(`${URL}/`)).toBe('secret');
    for (const other of ['https://api.example.org', 'http://api.example.org/v1', 'https://example.org/v1']) {
      expect(ring.get(other)).toBeUndefined();
    }
  });

  it('stops remembering when a key is set without it, or forgotten', () => {
    const ring = new KeyRing(storage);
    ring.set(URL, 'secret', true);
    ring.set('https://other.example', 'second', true);
    ring.set(URL, 'newer', false);
    expect(new KeyRing(storage).has(URL)).toBe(false);
    expect(new KeyRing(storage).has('https://other.example')).toBe(true);
    ring.forget('https://other.example');
    expect(storage.length).toBe(0);
    ring.forgetAll();
    expect(ring.has(URL)).toBe(false);
  });

  it.each(['no json', '[1]', '{"a":1}', 'null'])('does not trip over %j in the storage', (content) => {
    storage.setItem('llm2llm-lab.keys', content);
    expect(new KeyRing(storage).has('a')).toBe(false);
  });

  it('works where the browser gives no storage', () => {
    const ring = new KeyRing(null);
    ring.set(URL, 'secret', true);
    expect(ring.get(URL)).toBe('secret');
  });
});
