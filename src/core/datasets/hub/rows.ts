/** Rows of a split, page by page: all of it, or a seeded sample of pages. */
import { LabError } from '../../errors.ts';
import { randomStream } from '../../random.ts';
import { changed, type HubClient } from './client.ts';
import { RowsReplySchema, type RowsReply } from './schema.ts';

export const HUB_API = 'https://datasets-server.huggingface.co';
/** The longest page the rows endpoint gives (its documentation: maximum 100). */
const PAGE_ROWS = 100;
/** Which pages make the sample; fixed, so that everybody gets the same set. */
const SAMPLE_SEED = 1;

export interface SplitName {
  readonly dataset: string;
  readonly config: string;
  readonly split: string;
}

export interface HubRow {
  /** Its number in the split, from 0. */
  readonly index: number;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface SplitRows {
  readonly features: RowsReply['features'];
  /** In the order of the split. */
  readonly rows: readonly HubRow[];
  /** Rows the whole split has. */
  readonly total: number;
  /** Address of its first page, for messages. */
  readonly url: string;
}

/** The address of one page. */
export function rowsUrl({ dataset, config, split }: SplitName, page: number): string {
  const query = new URLSearchParams({
    dataset,
    config,
    split,
    offset: String(page * PAGE_ROWS),
    length: String(PAGE_ROWS),
  });
  return `${HUB_API}/rows?${query.toString()}`;
}

/**
 * At most `maxRows` rows of a split. The first page is always asked for: it says how many rows there are;
 * it belongs to the sample only if it is drawn, as the first rows of a split need not be typical.
 *
 * @param maxRows rounded up to whole pages of 100; null takes the whole split
 * @param onPage called after each page with pages done and pages wanted
 * Throws what the client throws; `hub-changed` when pages do not fit together.
 */
export async function fetchSplit(
  client: HubClient,
  name: SplitName,
  maxRows: number | null,
  signal: AbortSignal,
  onPage: (done: number, total: number | null) => void,
): Promise<SplitRows> {
  const url = rowsUrl(name, 0);
  onPage(0, null);
  const first = await client.get(url, RowsReplySchema, signal);
  const total = first.num_rows_total;
  const pages = samplePages(name, total, maxRows);
  const wanted = new Set([0, ...pages]).size;
  let done = 1;
  onPage(done, wanted);
  const rows: HubRow[] = [];
  for (const page of pages) {
    const reply = page === 0 ? first : await client.get(rowsUrl(name, page), RowsReplySchema, signal);
    checkPage(rowsUrl(name, page), page, reply, total);
    if (page !== 0) onPage(++done, wanted);
    rows.push(...reply.rows.map(({ row_idx, row }) => ({ index: row_idx, row })));
  }
  return { features: first.features, rows, total, url };
}

/** The pages of a sample, in order; all of them where `maxRows` is null or enough for all rows. */
export function samplePages({ dataset, split }: SplitName, total: number, maxRows: number | null): number[] {
  const all = Array.from({ length: Math.ceil(total / PAGE_ROWS) }, (_, page) => page);
  if (maxRows === null || maxRows >= total) return all;
  return randomStream(SAMPLE_SEED, 'hub-pages', dataset, split)
    .shuffle(all)
    .slice(0, Math.ceil(maxRows / PAGE_ROWS))
    .sort((a, b) => a - b);
}

/** Pages of two versions of a set must not be mixed, and a short page would shift the sample unseen. */
function checkPage(url: string, page: number, reply: RowsReply, total: number): void {
  const expected = Math.min(PAGE_ROWS, total - page * PAGE_ROWS);
  if (reply.num_rows_total !== total)
    throw changed(url, `the split has ${reply.num_rows_total} rows on one page and ${total} on another`);
  const fits =
    reply.rows.length === expected &&
    reply.rows.every((row, index) => row.row_idx === page * PAGE_ROWS + index);
  if (!fits)
    throw changed(
      url,
      `${expected} rows from number ${page * PAGE_ROWS} were expected, ${reply.rows.length} came`,
    );
}

/** Whether a fault may come from pages stored earlier, so that asking the Hub anew can mend it. */
export function isChanged(error: unknown): boolean {
  return error instanceof LabError && error.code === 'hub-changed';
}
