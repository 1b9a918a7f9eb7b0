/** A server of tiny models for the page under test, with a gate before the weights. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { modelFiles } from './fake-models.ts';

export interface ModelServer {
  /** For example `http://127.0.0.1:41234`. */
  readonly base: string;
  readonly weights: string;
  readonly library: string;
  /** Names asked for, in order; emptied by the test. */
  readonly asked: string[];
  /** Files of weights that may be sent on; the others wait after their first half. */
  open(...names: string[]): void;
  openAll(): void;
  /** The next request for this file is answered with other bytes of the same length. */
  damage(name: string): void;
  close(): Promise<void>;
}

/** @param sizes of the shards, in bytes */
export async function startModelServer(sizes: readonly number[], name = 'tiny-model'): Promise<ModelServer> {
  const place = {
    modelUrl: `http://server/${name}/resolve/main/`,
    libUrl: `http://server/${name}.wasm`,
  };
  const files = new Map(
    [...modelFiles(place, sizes)].map(([url, bytes]) => [new URL(url).pathname, bytes] as const),
  );
  const asked: string[] = [];
  const may = new Set<string>();
  const damaged = new Set<string>();
  let all = false;
  let waiting: { readonly name: string; readonly go: () => void }[] = [];
  const release = (): void => {
    const ready = waiting.filter((one) => all || may.has(one.name));
    waiting = waiting.filter((one) => !ready.includes(one));
    for (const { go } of ready) go();
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://server');
    const name = pathname.split('/').at(-1) ?? '';
    response.setHeader('Access-Control-Allow-Origin', '*');
    // A mirror's folder of libraries holds them by the names that the installed WebLLM gives them.
    const bytes = files.get(pathname.startsWith('/libs/') ? new URL(place.libUrl).pathname : pathname);
    asked.push(name);
    if (!bytes) {
      response.writeHead(404).end('Not found');
      return;
    }
    const sent = damaged.delete(name) ? bytes.map((byte) => byte ^ 1) : bytes;
    response.setHeader('Content-Length', sent.length);
    if (!name.endsWith('.bin')) {
      response.end(sent);
      return;
    }
    const half = Math.floor(sent.length / 2);
    response.write(sent.subarray(0, half));
    waiting.push({ name, go: () => response.end(sent.subarray(half)) });
    release();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    weights: `${base}/${name}`,
    library: `${base}/${name}.wasm`,
    asked,
    open(...names) {
      for (const one of names) may.add(one);
      release();
    },
    openAll() {
      all = true;
      release();
    },
    damage: (one) => void damaged.add(one),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
