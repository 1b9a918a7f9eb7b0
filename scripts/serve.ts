/**
 * Builds the page and serves the built files on this machine only.
 * --port N  the first port to try (4173)      --built  serve dist/ as it is
 */
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { freePort } from './free-port.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4173' }, built: { type: 'boolean', default: false } },
});
if (!values.built) await build({ logLevel: 'warn' });
const port = await freePort(Number(values.port));
await preview({ preview: { port, strictPort: true, host: '127.0.0.1' }, logLevel: 'warn' });
console.log(`LLM2LLM Lab is served at\nhttp://127.0.0.1:${port}/\nStop it with Ctrl+C.`);
