import { describe, expect, it } from 'vitest';
import { endpoint, isLocal } from './address.ts';
import { API_PRESETS } from './presets.ts';

describe('endpoint', () => {
  it.each([
    ['https://api.example.org', 'https://api.example.org/v1/chat/completions'],
    ['https://api.example.org/', 'https://api.example.org/v1/chat/completions'],
    [' https://api.example.org/v1 ', 'https://api.example.org/v1/chat/completions'],
    ['https://api.example.org/v1//', 'https://api.example.org/v1/chat/completions'],
    ['https://api.example.org/v1/chat/completions', 'https://api.example.org/v1/chat/completions'],
    ['https://api.example.org/v1/chat/completions/', 'https://api.example.org/v1/chat/completions'],
    ['https://api.example.org/v1/models', 'https://api.example.org/v1/chat/completions'],
    // Pasted whole, it is taken at its word: some hosts have no version in their path.
    ['https://api.example.org/chat/completions', 'https://api.example.org/chat/completions'],
    ['https://api.example.org/openai', 'https://api.example.org/openai/v1/chat/completions'],
    ['https://api.example.org/v1beta/openai/', 'https://api.example.org/v1beta/openai/chat/completions'],
    [
      'https://api.example.org/v1?api-version=2#x',
      'https://api.example.org/v1/chat/completions?api-version=2',
    ],
    ['http://localhost:11434', 'http://localhost:11434/v1/chat/completions'],
  ])('%s', (base, expected) => {
    expect(endpoint(base, 'chat/completions')).toBe(expected);
    expect(endpoint(base, 'models')).toBe(expected.replace('chat/completions', 'models'));
  });
});

it.each([
  ['https://api.example.org/v1', 'https://api.example.org/api/jobs'],
  ['https://api.example.org', 'https://api.example.org/api/jobs'],
  ['https://api.example.org/proxy/v1/fine_tuning/jobs/', 'https://api.example.org/proxy/api/jobs'],
])('a route that begins at the root, %s', (base, expected) => {
  expect(endpoint(base, '/api/jobs')).toBe(expected);
  expect(endpoint(base, 'files/a%2Fb')).toBe(expected.replace('api/jobs', 'v1/files/a%2Fb'));
});

it.each([
  ['http://localhost:1', true],
  ['http://127.0.0.1:1', true],
  ['http://[::1]:1', true],
  ['http://lab.localhost', true],
  ['http://192.168.1.2', false],
  ['https://localhost.example.org', false],
])('isLocal %s: %s', (url, local) => {
  expect(isLocal(url)).toBe(local);
});

it('presets have one id each and addresses that need no mending', () => {
  expect(new Set(API_PRESETS.map(({ id }) => id)).size).toBe(API_PRESETS.length);
  for (const { baseUrl } of API_PRESETS.filter((preset) => preset.baseUrl !== '')) {
    expect(endpoint(baseUrl, 'models')).toBe(`${baseUrl}/models`);
  }
});
