import { expect, it } from 'vitest';
import type { TuningProgress } from '../core/trainers/fine-tuning/port.ts';
import { tuningWords } from './tuning-words.ts';

const progress = (changes: Partial<TuningProgress>): TuningProgress => ({
  phase: 'running',
  rawStatus: 'running',
  host: 'b.example',
  iteration: 0,
  fold: null,
  job: 'job-1',
  adopted: false,
  losses: [],
  totalSteps: 8,
  learningRate: null,
  createdAt: null,
  estimatedFinish: null,
  messages: [],
  ...changes,
});
const upTo = (step: number) =>
  Array.from({ length: step }, (_, i) => [i + 1, 1 / (i + 1)] as const satisfies readonly [number, number]);

it('says a phase once, and a step now and then', () => {
  const lines: string[] = [];
  const tell = tuningWords((line) => lines.push(line.trim()));
  tell(progress({ phase: 'uploading', job: null }));
  tell(progress({ phase: 'queued' }));
  for (const step of [0, 1, 2, 3, 5, 8]) tell(progress({ losses: upTo(step) }));
  tell(progress({ phase: 'succeeded', losses: upTo(8) }));
  tell(null);
  expect(lines).toEqual([
    'b.example: uploading',
    'b.example: job-1 queued',
    'b.example: job-1 running',
    'step 2 of 8, loss 0.5000',
    'step 5 of 8, loss 0.2000',
    'step 8 of 8, loss 0.1250',
    'b.example: job-1 succeeded',
  ]);
});

it('says where a job was found again, and a status it does not know in the service’s own word', () => {
  const lines: string[] = [];
  const tell = tuningWords((line) => lines.push(line.trim()));
  tell(progress({ adopted: true, phase: 'unknown', rawStatus: 'warming_up' }));
  expect(lines).toEqual(['b.example: job-1 warming_up (found again, not paid for twice)']);
});
