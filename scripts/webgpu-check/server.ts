/** Serves the built check page, and models that lie in folders of this machine. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { basename, extname, join, normalize, resolve } from 'node:path';
import { freePort } from '../free-port.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export interface CheckServer {
  /** Base URL, ending in a slash. By number: WebLLM never caches a library whose address says "localhost". */
  readonly url: string;
  /** The URL of a model's weights or library: as given, or of the folder or file it names on this machine. */
  address(given: string, kind: 'model' | 'lib'): string;
  close(): void;
}

/** @param root folder of the built page */
export async function serveCheck(root: string): Promise<CheckServer> {
  const folders = new Map<string, string>([['', resolve(root)]]);
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const file = fileOf(folders, path);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': statSync(file).size,
    });
    createReadStream(file).pipe(response);
  });
  const port = await freePort(4700);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    address(given, kind) {
      if (/^https?:\/\//u.test(given)) return given;
      const path = resolve(given);
      if (!existsSync(path)) throw new Error(`--${kind} ${given}: there is no such file or folder.`);
      if (kind === 'model') {
        folders.set('models/checked/resolve/main', path);
        return `${url}models/checked/resolve/main/`;
      }
      folders.set('libs', resolve(path, '..'));
      return `${url}libs/${encodeURIComponent(basename(path))}`;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The file of a path, in the folder whose name it begins with; none outside of it. */
function fileOf(folders: ReadonlyMap<string, string>, path: string): string | null {
  const asked = normalize(path).replace(/^\/+/u, '');
  const longestFirst = [...folders].sort(([a], [b]) => b.length - a.length);
  for (const [prefix, folder] of longestFirst) {
    if (prefix !== '' && !asked.startsWith(`${prefix}/`)) continue;
    const file = join(folder, asked.slice(prefix.length));
    return existsSync(file) && statSync(file).isFile() ? file : null;
  }
  return null;
}
