import { expect, it } from 'vitest';
import { ProgressMeter } from './progress.ts';

it('tells speed and time left, smoothed', () => {
  let now = 0;
  const meter = new ProgressMeter(() => now);
  expect(meter.progress).toEqual({
    doneBytes: 0,
    totalBytes: null,
    bytesPerSecond: null,
    secondsLeft: null,
  });
  meter.setTotal(10_000);
  meter.found(4000);
  for (let i = 0; i < 4; i++) {
    now += 250;
    meter.received(250);
  }
  expect(meter.progress).toEqual({
    doneBytes: 5000,
    totalBytes: 10_000,
    bytesPerSecond: 1000,
    secondsLeft: 5,
  });
  now += 1000;
  meter.received(3000); // a burst
  const { bytesPerSecond } = meter.progress;
  expect(bytesPerSecond).toBeGreaterThan(1000);
  expect(bytesPerSecond).toBeLessThan(2000);
});

it('takes dropped bytes back, but not the speed at which they came', () => {
  let now = 0;
  const meter = new ProgressMeter(() => now);
  meter.setTotal(100);
  now = 1000;
  meter.received(50);
  meter.dropped(50);
  expect(meter.progress).toMatchObject({ doneBytes: 0, bytesPerSecond: 50, secondsLeft: 2 });
});
