/** Cancelling: whatever reason a signal carries, callers here see an AbortError. */

/** The error `isAbort` (errors.ts) recognises. */
export function abortError(): Error {
  return new DOMException('Stopped on request.', 'AbortError');
}

/**
 * Throws AbortError when `signal` has fired. `signal.throwIfAborted()` would throw the signal's own
 * reason, which need not be an AbortError.
 */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortError();
}
