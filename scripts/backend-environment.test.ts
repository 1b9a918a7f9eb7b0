import { expect, test } from 'vitest';
import { announcement, extrasToInstall, type Stamp } from './backend-environment.ts';
import type { Maker } from './backend-python.ts';

const there: Stamp = { python: '3.11', project: 'a', source: '/lab/backend', extras: ['demo', 'train'] };

test('nothing is installed twice', () => {
  expect(extrasToInstall(there, there)).toBeNull();
  expect(extrasToInstall(there, { ...there, extras: ['train'] })).toBeNull();
});

test('what is there is kept when more is asked for', () => {
  expect(extrasToInstall(there, { ...there, extras: ['ray'] })).toEqual(['demo', 'ray', 'train']);
});

test.each([{ python: '3.12' }, { project: 'b' }, { source: '/elsewhere/backend' }])(
  'other than before: %j',
  (change) => {
    expect(extrasToInstall(there, { ...there, ...change })).toEqual(['demo', 'train']);
  },
);

test('an environment that was never finished is one', () => {
  expect(extrasToInstall(null, there)).toEqual(['demo', 'train']);
});

test('what will happen is said with its size, and how to have less of it', () => {
  const python = { path: '/usr/bin/python3.11', version: '3.11.2', lacks: [] };
  const said = (
    maker: Maker | null,
    platform: NodeJS.Platform = 'linux',
    environment: NodeJS.ProcessEnv = {},
  ) => announcement(maker, ['train'], { platform, environment }).join('\n');
  expect(said(python)).toContain('.cache/backend-venv with Python 3.11.2 (/usr/bin/python3.11)');
  expect(said(python)).toMatch(/\d GB to download.*PIP_EXTRA_INDEX_URL/s);
  expect(said('uv')).toContain('UV_TORCH_BACKEND=cpu');
  for (const other of [
    said(null),
    said(python, 'darwin'),
    said(python, 'linux', { PIP_EXTRA_INDEX_URL: 'x' }),
  ]) {
    expect(other).toContain('train');
    expect(other).not.toContain('GB');
  }
});
