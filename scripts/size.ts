/**
 * The budget of the first screen: gzipped script that index.html imports, by the manifest of the build.
 * What it then loads by itself, without a click, an end-to-end test adds up.
 * Optional argument: another build folder than dist.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FIRST_SCREEN_KB } from './budget.ts';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const folder = process.argv[2] ?? 'dist';
const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>;
const gzippedKb = (file: string) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1000;
const table = (files: Iterable<string>) => {
  const rows = [...files].map((file) => ({ file, kb: gzippedKb(file) })).sort((a, b) => b.kb - a.kb);
  for (const { file, kb } of rows) console.log(`${kb.toFixed(1).padStart(7)} kB  ${file}`);
  return rows.reduce((sum, { kb }) => sum + kb, 0);
};

const chunks = staticImports('index.html');
const css = new Set([...chunks].flatMap((chunk) => chunk.css ?? []));
const scriptKb = table(new Set([...chunks].map((chunk) => chunk.file)));
const cssKb = table(css);
console.log(
  `First screen: ${scriptKb.toFixed(1)} kB of script gzipped (budget ${FIRST_SCREEN_KB}), ${cssKb.toFixed(1)} kB of styles.`,
);
if (scriptKb > FIRST_SCREEN_KB) {
  console.error(
    `Over the budget by ${(scriptKb - FIRST_SCREEN_KB).toFixed(1)} kB: load something of it when it is needed.`,
  );
  process.exitCode = 1;
}

function staticImports(entry: string): Set<Chunk> {
  const found = new Set<Chunk>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${folder}/.vite/manifest.json has no ${key}: run npm run build.`);
    if (found.has(chunk)) return;
    found.add(chunk);
    chunk.imports?.forEach(visit);
  };
  visit(entry);
  return found;
}
