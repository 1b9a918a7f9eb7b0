import { expose, wrap } from 'comlink';
import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { LabError } from '../core/errors.ts';
import { carryErrors } from './remote.ts';

it('carries a LabError whole across a message port, and names what is none', async () => {
  carryErrors();
  const { port1, port2 } = new MessageChannel();
  expose(
    {
      lab: () => {
        throw new LabError('teacher-key', 'The key is wrong.', 'Give another.', { status: 401 });
      },
      other: () => {
        throw new TypeError('x is not a function');
      },
    },
    port1 as unknown as Parameters<typeof expose>[1],
  );
  const remote = wrap<{ lab(): void; other(): void }>(port2 as unknown as Parameters<typeof wrap>[0]);
  const error: unknown = await remote.lab().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LabError);
  expect(error).toMatchObject({
    code: 'teacher-key',
    message: 'The key is wrong.',
    remedy: 'Give another.',
    details: { status: 401 },
  });
  await expect(remote.other()).rejects.toMatchObject({ code: 'unexpected', message: /x is not a function/u });
  port1.close();
  port2.close();
});
