/** Workers spoken to through Comlink, with errors that keep their code and remedy. */
import * as Comlink from 'comlink';
import { fromPlainError, toPlainError } from '../core/errors.ts';
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
  /** Ends the worker at once and frees what it holds. */
  terminate(): void;
}

/** A proxy to the class that the worker exposes. */
export function wrapWorker<T>(worker: Worker): RemoteWorker<T> {
  carryErrors();
  const remote = Comlink.wrap<T>(worker);
  return {
    remote,
    terminate() {
      remote[Comlink.releaseProxy]();
      worker.terminate();
    },
  };
}
