/** The one call of papaparse used here. Its CommonJS build has only a default export under Node. */
import * as papa from 'papaparse';
import type { ParseConfig, ParseResult } from 'papaparse';

const { parse: parseCsv } = ('default' in papa ? papa.default : papa) as typeof papa;

/** Rows of fields, header row included, empty lines kept so that row numbers stay true. */
export function parse(text: string, config: ParseConfig<string[]>): ParseResult<string[]> {
  return parseCsv<string[]>(text, {
    ...config,
    header: false,
    skipEmptyLines: false,
    worker: false,
    download: false,
  });
}
