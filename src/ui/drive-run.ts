/** Hands a run to its worker, with what only the page can lend: keys, and the browser's own model. */
import { proxy } from 'comlink';
import { BuiltInHost } from '../browser/built-in.ts';
import { keysOf } from '../browser/keys.ts';
import type { BrowserLab } from '../browser/lab.ts';
import type { LoopHost, LoopListener } from '../browser/loop-host.ts';
import type { RemoteWorker } from '../browser/remote.ts';
import type { RunRecord } from '../core/storage/port.ts';

/** Resolves when the run has ended. Throws LabError as LoopHost.run does. */
export function driveInWorker(
  worker: RemoteWorker<LoopHost>,
  lab: BrowserLab,
  { id, config }: RunRecord,
  listener: LoopListener,
): Promise<void> {
  const options = { id, base: lab.base, keys: keysOf(lab.keys, [config.teacher, config.student]) };
  const run =
    config.teacher.id === 'built-in'
      ? worker.remote.run(options, proxy(listener), proxy(new BuiltInHost()))
      : worker.remote.run(options, proxy(listener));
  return worker.alive(run);
}
