import { expect, it } from 'vitest';
import { Work } from './work.svelte.ts';

/** Work that lasts until it is let go, and says how it ended. */
function held(log: string[], name: string) {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const work = async (signal: AbortSignal): Promise<string> => {
    log.push(`${name} begins`);
    await gate;
    log.push(signal.aborted ? `${name} was stopped` : `${name} ends`);
    signal.throwIfAborted();
    return name;
  };
  return { work, letGo };
}

it('does one thing at a time, and passes over a second one', async () => {
  const log: string[] = [];
  const work = new Work();
  const one = held(log, 'one');
  const first = work.run(one.work);
  expect(work.busy).toBe(true);
  expect(await work.run(held(log, 'two').work)).toBeUndefined();
  one.letGo();
  expect(await first).toBe('one');
  expect([work.busy, log]).toEqual([false, ['one begins', 'one ends']]);
});

it('does the last thing asked for instead of what runs, and never two at once', async () => {
  const log: string[] = [];
  const work = new Work();
  const [one, two, three] = [held(log, 'one'), held(log, 'two'), held(log, 'three')];
  const ends = [work.run(one.work), work.instead(two.work), work.instead(three.work)];
  three.letGo();
  one.letGo();
  expect(await Promise.all(ends)).toEqual([undefined, undefined, 'three']);
  expect(log).toEqual(['one begins', 'one was stopped', 'three begins', 'three ends']);
  expect([work.busy, work.error]).toEqual([false, null]);
});

it('is over after a throw, at once or later', async () => {
  const work = new Work();
  await work.run(() => {
    throw new Error('at once');
  });
  expect(work.busy).toBe(false);
  expect(work.error?.message).toContain('at once');
});
