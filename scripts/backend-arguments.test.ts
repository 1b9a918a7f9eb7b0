import { expect, test } from 'vitest';
import { readArguments } from './backend-arguments.ts';

test('without a command it serves, and passes everything on', () => {
  expect(readArguments([], {}).args).toEqual(['serve']);
  expect(readArguments(['--port', '0', '--auth', 'off'], {}).args).toEqual([
    'serve',
    '--port',
    '0',
    '--auth',
    'off',
  ]);
  expect(readArguments(['doctor', '--data', 'x'], {}).args).toEqual(['doctor', '--data', 'x']);
  expect(readArguments(['export', 'doctor', '--out', 'y'], {}).args).toEqual([
    'export',
    'doctor',
    '--out',
    'y',
  ]);
});

test.each([
  [['--engine', 'ray'], {}],
  [['serve', '--engine=ray'], {}],
  [[], { LLM2LLM_BACKEND_ENGINE: 'ray' }],
])('%j with %j needs Ray as well', (given, environment) => {
  expect(readArguments(given, environment).extras).toContain('ray');
});

test('Ray is not installed unasked', () => {
  expect(readArguments(['--engine', 'local'], { LLM2LLM_BACKEND_ENGINE: 'ray' }).extras).toEqual([
    'train',
    'demo',
  ]);
  expect(readArguments(['--data', 'ray'], {}).extras).not.toContain('ray');
});

test('settings are read in both spellings, an option without its value as none', () => {
  expect(readArguments(['--config', 'a.toml', '--data=b'], {})).toMatchObject({
    config: 'a.toml',
    data: 'b',
  });
  expect(readArguments(['--port', '1', '--config'], {})).toMatchObject({ config: null, data: null });
});
