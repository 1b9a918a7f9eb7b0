/**
 * Asks the real Hugging Face Hub whether it still serves what src/core/datasets/hub expects: a few
 * requests, nothing stored. Run: npm run hub-check
 * Exit status: 0 all as expected, 1 something has changed or is missing, 2 the Hub cannot be reached.
 */
import { memoryHubCache } from '../src/core/datasets/hub/cache.ts';
import { HubClient } from '../src/core/datasets/hub/client.ts';
import { HUB_API, rowsUrl } from '../src/core/datasets/hub/rows.ts';
import { RowsReplySchema, SplitsReplySchema } from '../src/core/datasets/hub/schema.ts';
import { HUB_SETS, type HubSet } from '../src/core/datasets/hub/sets.ts';
import { hubSource } from '../src/core/datasets/hub/source.ts';
import { toPlainError, type PlainError } from '../src/core/errors.ts';

/** Rows of each training split fetched here: one or two pages, where the page takes 20. */
const TRAIN_ROWS = 100;

const cache = memoryHubCache();
const signal = AbortSignal.timeout(5 * 60_000);

async function check(set: HubSet): Promise<void> {
  const client = new HubClient({ cache });
  const query = new URLSearchParams({ dataset: set.dataset });
  const { splits } = await client.get(`${HUB_API}/splits?${query.toString()}`, SplitsReplySchema, signal);
  console.log(`  splits: ${splits.map(({ config, split }) => `${config}/${split}`).join(', ')}`);
  const name = { dataset: set.dataset, config: set.config, split: set.seeds.split };
  const { features, num_rows_total: total } = await client.get(rowsUrl(name, 0), RowsReplySchema, signal);
  console.log(
    `  columns: ${features.map((feature) => feature.name).join(', ')}; ${total} rows in ${set.seeds.split}`,
  );
  const small = { ...set, seeds: { ...set.seeds, maxRows: TRAIN_ROWS } };
  const dataset = await hubSource(small, { cache }).load(signal);
  console.log(`  labels: ${dataset.labels.join(', ')}`);
  console.log(`  ${dataset.seeds.length} seeds of ${TRAIN_ROWS} rows fetched, for example:`);
  for (const seed of dataset.seeds.slice(0, 5)) console.log(`    [${seed.label}] ${seed.text}`);
  console.log(`  ${dataset.test.length} test examples from ${set.test.split}`);
}

async function main(): Promise<number> {
  const faults: PlainError[] = [];
  for (const set of Object.values(HUB_SETS)) {
    console.log(`${set.id}: ${set.dataset}`);
    try {
      await check(set);
      console.log('  as expected');
    } catch (error) {
      const fault = toPlainError(error);
      faults.push(fault);
      console.log(`  ${fault.code}: ${fault.message}`);
      // Without a connection the second set would only cost another round of waiting.
      if (fault.code === 'hub-unreachable') break;
    }
  }
  if (faults.some((fault) => fault.code === 'hub-unreachable' || fault.code === 'aborted')) {
    console.log(
      'NOT CHECKED: the Hugging Face Hub cannot be reached from here. Nothing is known about its state.',
    );
    return 2;
  }
  return faults.length === 0 ? 0 : 1;
}

process.exitCode = await main();
