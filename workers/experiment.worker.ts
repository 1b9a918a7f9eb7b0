/** Role: running the cells of an experiment. */
import { expose } from 'comlink';
import { ExperimentHost } from '../src/browser/experiments/host.ts';
import { carryErrors } from '../src/browser/remote.ts';

carryErrors();
expose(
  new ExperimentHost({
    encoder: () => new Worker(new URL('./encoder.worker.ts', import.meta.url), { type: 'module' }),
    llm: () => new Worker(new URL('./llm.worker.ts', import.meta.url), { type: 'module' }),
  }),
);
