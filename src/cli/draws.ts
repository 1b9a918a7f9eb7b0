/**
 * `npm run draws`: LLM2LLM against its controls over many draws of the seeds. Without files it remakes the
 * figures stored beside the bundled sets; with --seeds, --test and --pack it measures other data.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseConfig } from '../core/config/schema.ts';
import { BUNDLED_IDS } from '../core/datasets/bundled.ts';
import type { Dataset } from '../core/datasets/port.ts';
import { loadDataset } from '../core/datasets/registry.ts';
import { memoryHubCache } from '../core/datasets/hub/cache.ts';
import type { Mean } from '../core/metrics/mean.ts';
import type { DrawResult, DrawsSummary } from '../core/loop/draws.ts';
import { compareOnDraw, summarise } from '../core/loop/draws.ts';
import { readData } from './data.ts';
import { nodePlatform } from './platform.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    test: { type: 'string' },
    pack: { type: 'string' },
    'per-class': { type: 'string', default: '10' },
    draws: { type: 'string', default: '20' },
    iterations: { type: 'string' },
    l2: { type: 'string' },
    json: { type: 'string' },
  },
});
const signal = new AbortController().signal;
const publicFolder = join(import.meta.dirname, '..', '..', 'public');

if (values.seeds !== undefined && values.test !== undefined && values.pack !== undefined) {
  const dataset = await readData({ seeds: values.seeds, test: values.test, pack: values.pack });
  await measure(dataset, values.json ?? null, null);
} else {
  const services = {
    readText: (path: string) => readFile(join(publicFolder, path), 'utf8'),
    hub: { cache: memoryHubCache() },
  };
  for (const id of BUNDLED_IDS) {
    const dataset = await loadDataset(id, services, signal);
    await measure(dataset, join(publicFolder, 'samples', id, 'draws.json'), 'npm run draws');
  }
}

async function measure(dataset: Dataset, out: string | null, command: string | null): Promise<void> {
  const number = (value: string | undefined): number | undefined =>
    value === undefined ? undefined : Number(value);
  const config = parseConfig({
    data: { id: dataset.id, perClass: number(values['per-class']) },
    student: { l2: number(values.l2) },
    iterations: number(values.iterations),
  });
  const platform = nodePlatform();
  const results: DrawResult[] = [];
  for (let draw = 1; draw <= Number(values.draws); draw++) {
    const result = await compareOnDraw(config, dataset, platform, draw, signal);
    results.push(result);
    process.stderr.write(`${dataset.id} draw ${draw}: ${JSON.stringify(result)}\n`);
  }
  const summary = summarise(results);
  process.stdout.write(`${table(dataset.id, summary)}\n`);
  if (out === null) return;
  const { data: _data, ...settings } = config;
  const stored = {
    command,
    dataHash: dataset.hash,
    perClass: config.data.perClass,
    settings,
    summary,
    draws: results,
  };
  await writeFile(out, `${JSON.stringify(stored, null, 1)}\n`);
}

function table(name: string, summary: DrawsSummary): string {
  const line = (title: string, { mean, standardError, n }: Mean, digits = 3): string =>
    `  ${title.padEnd(24)} ${mean.toFixed(digits)} +- ${(standardError ?? 0).toFixed(digits)} (n = ${n})`;
  return [
    name,
    line('seeds only', summary.seedsOnly),
    line('llm2llm', summary.llm2llm),
    line('untargeted', summary.untargeted),
    line('examples', summary.examples, 1),
    line('gain over seeds only', summary.gainOverSeedsOnly),
    line('gain over untargeted', summary.gainOverUntargeted),
  ].join('\n');
}
