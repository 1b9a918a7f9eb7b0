/** A log as long as wanted, of the form the loop writes: for measuring how a long run opens. */
import { parseConfig } from '../../src/core/config/schema.ts';
import type { LoopEvent } from '../../src/core/loop/events.ts';
import { LOG_VERSION } from '../../src/core/loop/events.ts';
import type { RunRecord } from '../../src/core/storage/port.ts';

const SEEDS = 100;
const TEST = 900;
const LABELS = ['bad', 'good'];

export interface LongLog {
  readonly record: RunRecord;
  /** As the browser's store keeps them: 64 kB of JSON Lines each. */
  readonly pieces: readonly { run: string; at: number; count: number; text: string }[];
  readonly events: number;
  readonly iterations: number;
}

/** @param length at least this many events; the last iteration is finished */
export function longLog(length: number): LongLog {
  const config = parseConfig({
    data: { id: 'film-reviews' },
    iterations: 1000,
    wrongSet: { rule: 'in-sample' },
  });
  const seeds = Array.from({ length: SEEDS }, (_, i) => example(`seed-${i}`, i));
  const events: LoopEvent[] = [
    {
      type: 'run-started',
      v: LOG_VERSION,
      config,
      labels: LABELS,
      seeds,
      test: { count: TEST, dataHash: 'f'.repeat(64) },
      student: { id: 'head', changes: 'head' },
      teacher: { id: 'recorded', title: 'recorded replies' },
    },
  ];
  let iterations = 0;
  for (; events.length < length; iterations++) addIteration(events, iterations);
  const id = 'long';
  const summary = { status: 'running', iteration: 0, trainSize: SEEDS, testAccuracy: null } as const;
  const record: RunRecord = {
    id,
    name: 'A long run',
    createdAt: 1,
    updatedAt: 1,
    config,
    dataHash: 'f'.repeat(64),
    summary,
  };
  return { record, pieces: cut(id, events), events: events.length, iterations };
}

function addIteration(events: LoopEvent[], iteration: number): void {
  const wrong = Array.from({ length: 10 }, (_, i) => `seed-${(iteration * 10 + i) % SEEDS}`);
  const isWrong = new Set(wrong);
  const trainSize = SEEDS + iteration * 10;
  const fit = { fold: null, trainSize, steps: 20, loss: 0.5, artifact: null };
  const scores = [0.25, 0.75];
  const ask = (of: 'seeds' | 'test', id: string, right: boolean): LoopEvent => {
    return { type: 'predicted', iteration, of, id, answer: right ? 'good' : 'bad', scores, correct: right };
  };
  events.push(
    { type: 'iteration-started', iteration, trainSize, last: false },
    { type: 'fitted', iteration, ...fit },
  );
  for (let i = 0; i < SEEDS; i++) events.push(ask('seeds', `seed-${i}`, !isWrong.has(`seed-${i}`)));
  for (let i = 0; i < TEST; i++) events.push(ask('test', `test-${i}`, (i * 7 + iteration) % 4 > 0));
  const requests = wrong.map((parent) => ({ parent, count: 1, attempt: 0 }));
  events.push(
    { type: 'wrong-collected', iteration, ids: wrong },
    { type: 'selected', iteration, targets: wrong.map((id) => [id, 1] as const) },
    { type: 'asked', iteration, requests },
  );
  for (const parent of wrong) {
    events.push({
      type: 'replied',
      iteration,
      parent,
      attempt: 0,
      raw: '{"examples":[]}',
      usage: null,
      finish: null,
    });
  }
  const judged = wrong.map((parent, i) => {
    const { text, label } = example('', iteration * 10 + i);
    const id = `${parent}+${iteration}.${i}`;
    const verdict = { repaired: false, reject: null, rule: 'rouge-l' };
    return { type: 'judged', iteration, id, parent, attempt: 0, text, label, ...verdict } as const;
  });
  events.push(...judged, {
    type: 'grown',
    iteration,
    added: judged.map(({ id }) => id),
    trainSize: trainSize + 10,
  });
}

function example(id: string, i: number): { id: string; text: string; label: string } {
  return { id, text: `Sentence number ${i} of a long run, as long as most are.`, label: LABELS[i % 2] ?? '' };
}

function cut(run: string, events: readonly LoopEvent[]): LongLog['pieces'] {
  const pieces: { run: string; at: number; count: number; text: string }[] = [];
  let piece = { run, at: 0, count: 0, text: '' };
  for (const [at, event] of events.entries()) {
    piece.text += `${JSON.stringify(event)}\n`;
    piece.count += 1;
    if (piece.text.length < 64 * 1024 && at < events.length - 1) continue;
    pieces.push(piece);
    piece = { run, at: at + 1, count: 0, text: '' };
  }
  return pieces;
}
