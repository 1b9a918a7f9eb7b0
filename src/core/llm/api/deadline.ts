/** One signal out of three reasons to give up: the person, silence for too long, too long altogether. */

export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether time ran out, as opposed to somebody pressing stop. */
  readonly expired: () => boolean;
  /** Something arrived: the silence begins anew. */
  readonly touch: () => void;
  /** Stops the timers. Call it in the end, whatever happened. */
  readonly end: () => void;
}

/** @param totalMs the limit however lively the connection is */
export function startDeadline(parent: AbortSignal, silenceMs: number, totalMs: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  const expire = (): void => {
    expired = true;
    controller.abort();
  };
  const stop = (): void => controller.abort(parent.reason);
  if (parent.aborted) stop();
  parent.addEventListener('abort', stop);
  const total = setTimeout(expire, totalMs);
  let silence = setTimeout(expire, silenceMs);
  return {
    signal: controller.signal,
    expired: () => expired && !parent.aborted,
    touch: () => {
      clearTimeout(silence);
      silence = setTimeout(expire, silenceMs);
    },
    end: () => {
      clearTimeout(total);
      clearTimeout(silence);
      parent.removeEventListener('abort', stop);
    },
  };
}
