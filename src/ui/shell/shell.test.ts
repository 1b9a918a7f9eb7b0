import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatShare, count } from './format.ts';
import { applyTheme, saveTheme, savedTheme } from './theme.ts';

describe('numbers for people', () => {
  it('gives bytes the unit that reads best', () => {
    expect([0, 999, 1000, 1_536_000, 999_960, 2.5e12].map(formatBytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1 kB',
      '1.5 MB',
      '1 MB',
      '2.5 TB',
    ]);
  });

  it('gives a share one decimal, and a count its noun', () => {
    expect([formatShare(0.6833), formatShare(1)]).toEqual(['68.3%', '100.0%']);
    expect([count(1, 'seed'), count(1200, 'seed'), count(2, 'reply', 'replies')]).toEqual([
      '1 seed',
      '1,200 seeds',
      '2 replies',
    ]);
  });

  it('says how long ago in words', () => {
    const now = Date.UTC(2026, 10, 22, 12);
    const ago = (seconds: number) => formatAgo(now - seconds * 1000, now);
    expect([ago(-5), ago(3), ago(60), ago(3600), ago(86_400), ago(3 * 86_400), ago(30 * 86_400)]).toEqual([
      'just now',
      'just now',
      '1 minute ago',
      '1 hour ago',
      'yesterday',
      '3 days ago',
      'Oct 23, 2026',
    ]);
  });
});

describe('the theme', () => {
  const memory = (): Storage => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    } as Storage;
  };

  it('is kept, and forgotten with "system"', () => {
    const storage = memory();
    expect(savedTheme(() => storage)).toBe('system');
    saveTheme(() => storage, 'dark');
    expect(savedTheme(() => storage)).toBe('dark');
    saveTheme(() => storage, 'system');
    expect(savedTheme(() => storage)).toBe('system');
  });

  it('falls back to the system where storage is forbidden or damaged', () => {
    const forbidden = (): Storage => {
      throw new DOMException('no', 'SecurityError');
    };
    expect(savedTheme(forbidden)).toBe('system');
    expect(() => saveTheme(forbidden, 'dark')).not.toThrow();
    const damaged = memory();
    damaged.getItem = () => 'purple';
    expect(savedTheme(() => damaged)).toBe('system');
  });

  it('stands on the root element', () => {
    const root = { dataset: {} } as HTMLElement;
    applyTheme(root, 'dark');
    expect(root.dataset['theme']).toBe('dark');
    applyTheme(root, 'system');
    expect(root.dataset).toEqual({});
  });
});
