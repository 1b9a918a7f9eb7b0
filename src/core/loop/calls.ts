/** Paid calls side by side, as far as the teacher allows: what asking for examples and for checks share. */
import type { PlainError } from '../errors.ts';
import { fromPlainError } from '../errors.ts';
import type { LoopEvent } from './events.ts';
import type { Batch } from './runner.ts';
import type { RunState } from './state.ts';

/** This many faults in a row, with no reply between, mean that something is wrong with the teacher. */
export const FAULTS_IN_A_ROW = 5;

/** What became of a call; `error` where it failed. */
type CallOutcome = LoopEvent & { readonly error?: PlainError };

/**
 * Makes the calls in groups of `concurrency` and yields each outcome as it comes, to be stored at once.
 * A group begins when everything before it was taken and nothing is under way: a run that is paused, or
 * whose log cannot be written, buys nothing more. Calls still under way when the generator is left are
 * aborted. A fault that concerns more than its call is thrown after its group has ended.
 */
export async function* callInGroups<Request>(
  state: RunState,
  requests: readonly Request[],
  concurrency: number,
  call: (request: Request, signal: AbortSignal) => Promise<CallOutcome>,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const left = new AbortController();
  const either = AbortSignal.any([signal, left.signal]);
  try {
    for (let at = 0; at < requests.length; at += concurrency) {
      const group = requests.slice(at, at + concurrency);
      const faults: unknown[] = [];
      const calls = group.map((request) =>
        call(request, either).catch((error: unknown) => {
          faults.push(error);
          return null;
        }),
      );
      let inFlight = group.length;
      let failure: PlainError | undefined;
      for await (const outcome of asTheyCome(calls)) {
        inFlight -= 1;
        failure = outcome?.error ?? failure;
        if (outcome) yield { events: [outcome], inFlight };
      }
      signal.throwIfAborted();
      if (faults.length > 0) throw faults[0];
      if (failure && state.faultsInARow >= FAULTS_IN_A_ROW) throw fromPlainError(failure);
    }
  } finally {
    left.abort();
  }
}

/** The results in the order in which they come. The promises must not reject. */
async function* asTheyCome<T>(promises: readonly Promise<T>[]): AsyncGenerator<T> {
  const open = new Map(promises.map((promise, i) => [i, promise.then((value) => ({ i, value }))]));
  while (open.size > 0) {
    const { i, value } = await Promise.race(open.values());
    open.delete(i);
    yield value;
  }
}
