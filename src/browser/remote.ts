/** Workers spoken to through Comlink, with errors that keep their code and remedy. */
import * as Comlink from 'comlink';
import { fromPlainError, LabError, toPlainError } from '../core/errors.ts';
import type { PlainError } from '../core/errors.ts';

interface Thrown {
  readonly value: unknown;
}

type ThrowHandler = Comlink.TransferHandler<Thrown, PlainError>;

/**
 * Comlink keeps only name, message and stack of an Error. Called once on both sides, this carries a
 * LabError whole; anything else arrives as LabError `unexpected`.
 */
export function carryErrors(): void {
  const builtIn = Comlink.transferHandlers.get('throw');
  if (!builtIn) return;
  const handler: ThrowHandler = {
    canHandle: (value): value is Thrown => builtIn.canHandle(value),
    serialize: ({ value }) => [toPlainError(value), []],
    deserialize: (plain) => {
      throw fromPlainError(plain);
    },
  };
  Comlink.transferHandlers.set('throw', handler);
}

export interface RemoteWorker<T> {
  readonly remote: Comlink.Remote<T>;
  /** The call's result; LabError `worker-failed` when the worker cannot start or breaks down meanwhile. */
  alive<R>(call: Promise<R>): Promise<R>;
  /** Ends the worker at once and frees what it holds. */
  terminate(): void;
}

/** A proxy to the class that the worker exposes. */
export function wrapWorker<T>(worker: Worker): RemoteWorker<T> {
  carryErrors();
  const remote = Comlink.wrap<T>(worker);
  const failed = new Promise<never>((_, reject) => {
    const fail = (event: Event): void => {
      reject(workerFailed(event instanceof ErrorEvent ? event.message : ''));
    };
    worker.addEventListener('error', fail);
    worker.addEventListener('messageerror', fail);
  });
  failed.catch(() => undefined); // it may fail while nobody waits
  return {
    remote,
    alive: (call) => Promise.race([call, failed]),
    terminate() {
      remote[Comlink.releaseProxy]();
      worker.terminate();
    },
  };
}

function workerFailed(reason: string): LabError {
  return new LabError(
    'worker-failed',
    `A part of the page that works in the background could not be started or broke down${reason ? `: ${reason}` : ''}.`,
    'Check the connection and reload the page. Nothing stored is lost: the run goes on where it stopped.',
  );
}
