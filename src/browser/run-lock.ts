/** One driver a run: a Web Lock named after it, held for as long as a worker drives it. */
import { LabError } from '../core/errors.ts';

const PREFIX = 'llm2llm-run-';
/** A moment's patience: after a reload the old page's lock may linger. */
const PATIENCE_MS = 1500;

/**
 * Does the work as the only driver of a run or an experiment. Throws LabError `run-elsewhere` when another tab
 * drives it.
 */
export async function asOnlyDriver(
  id: string,
  work: () => Promise<void>,
  what: 'run' | 'experiment' = 'run',
): Promise<void> {
  try {
    await navigator.locks.request(PREFIX + id, { signal: AbortSignal.timeout(PATIENCE_MS) }, work);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
    throw new LabError(
      'run-elsewhere',
      `Another tab is driving this ${what}.`,
      `Go on there, or close that tab and ${what === 'run' ? 'press Play' : 'go on'} here.`,
    );
  }
}

/** Takes every run from whoever drives it, in any tab: `asOnlyDriver` rejects there with AbortError. */
export async function stopAllDrivers(): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  for (const { name } of held) {
    if (name?.startsWith(PREFIX)) await navigator.locks.request(name, { steal: true }, () => undefined);
  }
}
