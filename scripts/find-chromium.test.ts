import { afterEach, expect, test, vi } from 'vitest';
import { findChromium } from './find-chromium.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('CHROME_PATH comes first', () => {
  vi.stubEnv('CHROME_PATH', process.execPath);
  expect(findChromium()).toBe(process.execPath);
});

test('a CHROME_PATH that leads nowhere is said, not replaced', () => {
  vi.stubEnv('CHROME_PATH', '/nowhere/chrome');
  expect(() => findChromium()).toThrow('CHROME_PATH is /nowhere/chrome');
});
