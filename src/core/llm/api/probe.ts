/**
 * What a failed fetch was. A page learns nothing but "failed", so the server is asked once more without
 * CORS: an opaque answer then means that it is there and only keeps pages out.
 */

/** `opaque`: only a browser's no-cors answers are; Node gives a readable one, as it has no origin. */
export type Reach = 'opaque' | 'readable' | 'none';

const PROBE_MS = 5000;

/** Whether anything answers at an address. Sends no key. Rejects only when `signal` fires. */
export async function probeReach(
  fetch: typeof globalThis.fetch,
  url: string,
  signal: AbortSignal,
): Promise<Reach> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timer = setTimeout(stop, PROBE_MS);
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    const response = await fetch(url, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: controller.signal,
    });
    void response.body?.cancel().catch(() => undefined);
    return response.type === 'opaque' ? 'opaque' : 'readable';
  } catch {
    signal.throwIfAborted();
    return 'none';
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
