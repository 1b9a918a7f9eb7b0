/** What tests of errors share: the error as plain data, and matchers that are not typed `any`. */
import { expect } from 'vitest';
import { toPlainError, type PlainError } from '../../src/core/errors.ts';

/** The error `run` throws, as plain data. */
export function caught(run: () => unknown): PlainError {
  try {
    run();
  } catch (error) {
    return toPlainError(error);
  }
  throw new Error('nothing was thrown');
}

/** The error a promise rejects with, as plain data. */
export function rejected(promise: Promise<unknown>): Promise<PlainError> {
  return promise.then(() => {
    throw new Error('nothing was thrown');
  }, toPlainError);
}

/** Vitest's matchers are typed `any`; these are not. */
export const containing = (part: string): unknown => expect.stringContaining(part);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
