/** A worker without a thread: a class behind a message port, so that everything crosses as plain data. */
import * as Comlink from 'comlink';
import { carryErrors } from '../../src/browser/remote.ts';

/** @param onTerminate called when it is ended; nothing answers afterwards */
export function workerOf(host: object, onTerminate: () => void = () => undefined): Worker {
  carryErrors();
  const { port1, port2 } = new MessageChannel();
  Comlink.expose(host, port2);
  const worker: Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'> = {
    postMessage: port1.postMessage.bind(port1),
    addEventListener: port1.addEventListener.bind(port1),
    removeEventListener: port1.removeEventListener.bind(port1),
    terminate() {
      port1.close();
      port2.close();
      onTerminate();
    },
  };
  port1.start();
  return worker as Worker;
}
