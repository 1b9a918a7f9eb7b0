/**
 * Asks the real Hugging Face Hub whether it still serves what src/core/datasets/hub expects: a few
 * requests, nothing stored. Run: npm run hub-check
 * Exit status: 0 all as expected, 1 something has changed or is missing, 2 the Hub cannot be reached.
 */
import { memoryHubCache } from '../src/core/datasets/hub/cache.ts';
import { excerpt } from '../src/core/datasets/faults.ts';
import { HubClient } from '../src/core/datasets/hub/client.ts';
import { HUB_API, rowsUrl } from '../src/core/datasets/hub/rows.ts';
import { RowsReplySchema, SplitsReplySchema } from '../src/core/datasets/hub/schema.ts';
import { HUB_SETS, type HubPlace, type HubSet } from '../src/core/datasets/hub/sets.ts';
import { hubSource } from '../src/core/datasets/hub/source.ts';
import { toPlainError, type PlainError } from '../src/core/errors.ts';

/** Rows of each split fetched here: one or two pages, where the page takes 20 and more. */
const FEW_ROWS = 100;

const cache = memoryHubCache();
const signal = AbortSignal.timeout(5 * 60_000);

/** What the Hub says of one place of a set. Throws LabError where it does not serve it. */
async function look({ dataset, config, reader }: HubPlace, set: HubSet): Promise<void> {
  const client = new HubClient({ cache });
  const query = new URLSearchParams({ dataset });
  const { splits } = await client.get(`${HUB_API}/splits?${query.toString()}`, SplitsReplySchema, signal);
  console.log(`    splits: ${splits.map(({ config: of, split }) => `${of}/${split}`).join(', ')}`);
  for (const { split } of [set.seeds, set.test]) {
    const url = rowsUrl({ dataset, config, split }, 0);
    const { features, num_rows_total: total } = await client.get(url, RowsReplySchema, signal);
    const columns = features.map(({ name }) => (reader.columns.includes(name) ? `${name} (read)` : name));
    console.log(`    ${split}: ${total} rows; columns: ${columns.join(', ')}`);
  }
}

/** Every place is looked at, and the set loaded from the first that is served, with few of its rows. */
async function check(set: HubSet): Promise<void> {
  for (const place of set.places) {
    console.log(`  ${place.dataset}, ${place.config}`);
    try {
      await look(place, set);
    } catch (error) {
      // Served elsewhere it is still a set: only loading it decides.
      const { code, message } = toPlainError(error);
      if (code !== 'hub-missing') throw error;
      console.log(`    not served: ${message}`);
    }
  }
  const few = ({ split }: HubSet['seeds']): HubSet['seeds'] => ({ split, maxRows: FEW_ROWS });
  const small = { ...set, seeds: few(set.seeds), test: few(set.test) };
  const dataset = await hubSource(small, { cache }).load(signal);
  console.log(`  labels: ${dataset.labels.join(', ') || 'none, answers are free-form'}`);
  console.log(`  ${dataset.about}`);
  for (const seed of dataset.seeds.slice(0, 3)) {
    console.log(`    [${excerpt(seed.label, 60)}] ${excerpt(seed.text, 120)}`);
  }
}

async function main(): Promise<number> {
  const faults: PlainError[] = [];
  for (const set of Object.values(HUB_SETS)) {
    console.log(set.id);
    try {
      await check(set);
      console.log('  as expected');
    } catch (error) {
      const fault = toPlainError(error);
      faults.push(fault);
      console.log(`  ${fault.code}: ${fault.message}`);
      // Without a connection the next set would only cost another round of waiting.
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
