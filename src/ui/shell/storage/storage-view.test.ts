import { expect, it } from 'vitest';
import { dataSummary, useShare, useText } from './storage-view.ts';

const use = (usage: number | null, quota: number | null) => ({ usage, quota, persisted: false });

it('says how much is used, as far as the browser tells', () => {
  expect(useText(use(1_500_000, 2e9))).toBe('1.5 MB of 2 GB used.');
  expect(useText(use(0, null))).toContain('0 bytes used; the browser does not say');
  expect(useText(use(null, null))).toContain('does not say');
});

it('draws a bar only where both numbers are known', () => {
  expect([useShare(use(1, 4)), useShare(use(5, 4)), useShare(use(1, 0)), useShare(use(null, 4))]).toEqual([
    0.25,
    1,
    null,
    null,
  ]);
});

it('sums up a data set, with its replies where it has any', () => {
  const set = {
    id: 'file:a',
    title: 'a',
    about: '',
    hash: 'h',
    labels: ['x', 'y'],
    seeds: 1,
    test: 2000,
    savedAt: 0,
  };
  expect(dataSummary({ ...set, replies: 0 })).toBe('1 seed · 2,000 test examples · 2 labels');
  expect(dataSummary({ ...set, replies: 1 })).toContain('1 recorded reply');
});
