/** One LLM2LLM iteration on four seeds, driven by the application's own loop worker. */
import type { BrowserLab } from '../../src/browser/lab.ts';
import type { LoopHost } from '../../src/browser/loop-host.ts';
import { wrapWorker } from '../../src/browser/remote.ts';
import type { RunConfigInput } from '../../src/core/config/schema.ts';
import { parseConfig } from '../../src/core/config/schema.ts';
import { makeDataset } from '../../src/core/datasets/dataset.ts';
import type { Example } from '../../src/core/example.ts';
import { foldEvents } from '../../src/core/loop/fold.ts';
import { learningCurve } from '../../src/core/loop/report.ts';
import type { ModelRecord } from '../../src/core/models/records.ts';
import { driveInWorker } from '../../src/ui/drive-run.ts';
import type { StageResults } from './stages.ts';

const SEEDS: readonly Example[] = [
  { id: 's1', text: 'the acting is warm', label: 'good' },
  { id: 's2', text: 'the plot is a mess', label: 'bad' },
  { id: 's3', text: 'a quiet little gem', label: 'good' },
  { id: 's4', text: 'loud and very long', label: 'bad' },
];
const TEST: readonly Example[] = [
  { id: 't1', text: 'a warm, quiet plot', label: 'good' },
  { id: 't2', text: 'a long, loud mess', label: 'bad' },
];

/** Runs to the end and says what the log holds. Throws what the run stops with. */
export async function iteration(
  lab: BrowserLab,
  record: ModelRecord,
  embedding: boolean,
): Promise<StageResults['iteration']> {
  const dataset = await lab.data.save(
    await makeDataset({
      id: 'file:webgpu-check',
      title: 'WebGPU check',
      about: 'Four seeds.',
      labels: ['bad', 'good'],
      seeds: SEEDS,
      test: TEST,
    }),
  );
  const student: RunConfigInput['student'] = embedding
    ? { id: 'head', encoder: record.id }
    : { id: 'in-context', model: record.id, demonstrations: 'random', shown: 1 };
  const config = parseConfig({
    data: { id: dataset.id, perClass: null },
    student,
    teacher: { id: 'eda' },
    iterations: 1,
    wrongSet: { rule: 'leave-one-out' },
  });
  const run = await lab.runs.create(config, 'WebGPU check');
  const worker = wrapWorker<LoopHost>(
    new Worker(new URL('../../workers/loop.worker.ts', import.meta.url), { type: 'module' }),
  );
  const begin = performance.now();
  let events = 0;
  try {
    await worker.alive(worker.remote.play());
    await driveInWorker(worker, lab, run, {
      events: (arrived) => {
        events += arrived.length;
        console.log(`${events} events, the last: ${arrived[arrived.length - 1]?.type ?? ''}`);
      },
      paused: () => undefined,
      note: (note) => {
        if (note) console.log(`loading: ${note.what}`);
      },
      tuning: () => undefined,
    });
  } finally {
    worker.terminate();
  }
  const seconds = (performance.now() - begin) / 1000;
  const state = foldEvents(await lab.store.read(run.id));
  const predictions = state.iterations.flatMap((it) => [...it.seeds.values(), ...it.test.values()]);
  return {
    events: state.head,
    seconds,
    wrong: state.iterations.flatMap(({ wrong }) => wrong?.length ?? []),
    accepted: state.acceptedTotal,
    trainSizes: state.iterations.map(({ trainSize }) => trainSize),
    testAccuracy: learningCurve(state).map(({ testAccuracy }) => testAccuracy?.value ?? null),
    by: [...new Set(predictions.map(({ by }) => by ?? 'head'))],
  };
}
