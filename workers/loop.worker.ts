/** Role: driving one run. */
import { expose } from 'comlink';
import { LoopHost } from '../src/browser/loop-host.ts';
import { carryErrors } from '../src/browser/remote.ts';

carryErrors();
expose(
  new LoopHost({
    encoder: () => new Worker(new URL('./encoder.worker.ts', import.meta.url), { type: 'module' }),
    llm: () => new Worker(new URL('./llm.worker.ts', import.meta.url), { type: 'module' }),
  }),
);
