import { expect, it } from 'vitest';
import { forgetPlace, lastPlace, rememberPlace } from './places.ts';

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    length: 0,
    clear: () => kept.clear(),
    key: () => null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

it('keeps address and dialect of the last backend, and nothing else', () => {
  const disk = storage();
  const place = { baseUrl: 'http://127.0.0.1:8040/v1', provider: 'llm2llm', key: 'secret' } as const;
  rememberPlace(disk, place);
  expect(lastPlace(disk)).toEqual({ baseUrl: place.baseUrl, provider: 'llm2llm' });
  expect(disk.getItem('llm2llm-lab.backend')).not.toContain('secret');
  forgetPlace(disk);
  expect(lastPlace(disk)).toBeNull();
});

it('takes what cannot be read for nothing', () => {
  const disk = storage();
  for (const text of ['{', '"x"', '{"baseUrl":"no address","provider":"llm2llm"}', '{"baseUrl":"http://a"}']) {
    disk.setItem('llm2llm-lab.backend', text);
    expect(lastPlace(disk)).toBeNull();
  }
  expect(lastPlace(null)).toBeNull();
  rememberPlace(null, { baseUrl: 'http://a', provider: 'openai' });
});
