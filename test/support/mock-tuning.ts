/**
 * A mock of this project's fine-tuning backend, of the same dialect, that learns nothing: jobs take a stage at every
 * look or when told to, and what is tuned answers by the words its examples share with a question.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as timer } from 'node:timers/promises';
import { apiError, sendJson } from './http.ts';
import type { MockJob } from './mock-tuning/jobs.ts';
import { serve } from './mock-tuning/routes.ts';
import type { TuningFault, TuningRequest, TuningScenario } from './mock-tuning/scenario.ts';
import { Refusal } from './mock-tuning/scenario.ts';
import { TuningState } from './mock-tuning/state.ts';
import { admit, changed, readRequest, refusalBody } from './mock-tuning/wire.ts';

export interface MockTuning {
  /** For example `http://127.0.0.1:41234/v1`. */
  readonly baseUrl: string;
  /** All requests so far, preflights included. */
  readonly requests: readonly TuningRequest[];
  /** What was carried out, so that a test can show that nothing is paid for twice. */
  readonly counts: TuningState['counts'];
  /** Oldest first. Tests may look, and end or move a job on. */
  readonly jobs: readonly MockJob[];
  /** The uploaded texts. */
  readonly uploads: () => readonly string[];
  /** Every job that is not over goes so many stages further. */
  advance(stages?: number): void;
  /** Something goes wrong from now on; the first fault that fits a request is used. */
  fault(fault: TuningFault): void;
  /** Nothing goes wrong any more. */
  mend(): void;
  /** Starts anew, with nothing known. */
  play(scenario: TuningScenario): void;
  /** The server is gone; what it knows stays. */
  stop(): Promise<void>;
  /** There again, at the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. Close it after use. */
export async function startMockTuning(scenario: TuningScenario = {}): Promise<MockTuning> {
  let current = { scenario, state: new TuningState(scenario) };
  const requests: TuningRequest[] = [];
  const faults: { readonly fault: TuningFault; left: number }[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { scenario, state } = current;
    const asked = await readRequest(request);
    requests.push(asked);
    if (!admit(scenario, asked, response)) return;
    const fault = nextFault(`${asked.method} ${asked.path}`);
    if (fault?.delayMs !== undefined) await timer(fault.delayMs, undefined, { ref: false });
    if (fault?.cut === 'cut') {
      response.destroy();
    } else if (fault?.status !== undefined) {
      sendJson(response, fault.status, fault.body ?? apiError(`Mock error ${fault.status}.`));
    } else {
      const answered = fault ? changed(response, fault) : response;
      try {
        serve(scenario, state, asked, answered);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        sendJson(answered, error.status, refusalBody(error));
      }
    }
  }

  function nextFault(line: string): TuningFault | undefined {
    const found = faults.find(({ fault, left }) => left > 0 && line.startsWith(fault.on));
    if (found) found.left -= 1;
    return found?.fault;
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    get counts() {
      return current.state.counts;
    },
    get jobs() {
      return current.state.jobs;
    },
    uploads: () => current.state.files.map(({ text }) => text),
    advance(stages = 1) {
      for (let i = 0; i < stages; i++) for (const job of current.state.jobs) job.advance();
    },
    fault: (fault) => void faults.push({ fault, left: fault.times === null ? Infinity : (fault.times ?? 1) }),
    mend: () => void faults.splice(0),
    play(next) {
      current = { scenario: next, state: new TuningState(next) };
      requests.length = 0;
      faults.length = 0;
    },
    stop,
    start: () => listen(port),
    close: () => (server.listening ? stop() : Promise.resolve()),
  };
}
