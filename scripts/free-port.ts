/** A TCP port of this machine's loopback interface that nobody listens on. */
import { createServer } from 'node:net';

/** The first free port from `from` on; 0: any. */
export async function freePort(from = 0): Promise<number> {
  for (let port = from; port < from + 100; port++) {
    const got = await tryPort(port);
    if (got !== null) return got;
  }
  throw new Error(`No free port from ${from} to ${from + 99}: name another with --port.`);
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
