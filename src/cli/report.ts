/** `npm run report`: what runs came to, as one page. The answer and the tables on stdout. */
import { writeFile } from 'node:fs/promises';
import { LabError, toPlainError } from '../core/errors.ts';
import type { CellResult } from '../core/experiment/cell.ts';
import type { ReportDocument } from '../core/report/blocks.ts';
import { tableCsv } from '../core/report/csv.ts';
import { gatherRuns } from '../core/report/gather.ts';
import type { MadeReport } from './experiment-report.ts';
import { makeReport, tablesText } from './experiment-report.ts';
import { piecesOf, readSource } from './report-sources.ts';
import { readOptions, usage } from './options.ts';

const USAGE = `Usage: npm run report -- RUNS... [options]

RUNS are folders that "npm run experiment" wrote, logs of "npm run loop" (OUT.log.jsonl), or runs that the page
exported (*.llm2llm.json). Together they have to be on the same data with the same settings but for arm, draw of the
seeds, random seed, number of seeds, teacher and stops; what cannot be compared is refused with what differs.

  --out FILE.html   the report (default report.html)
  --csv             beside it FILE.csv, one row a run, and every table as FILE.TABLE.csv
  --json            beside it FILE.json: the figures
`;

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(argv);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (positionals.length === 0) throw usage('No runs were given.');
  const out = values.out ?? 'report.html';
  if (!/\.html$/iu.test(out)) throw usage(`--out ${out} does not end in .html.`);
  const { report, results } = await reportOf(positionals);
  const written = await write(out.replace(/\.html$/iu, ''), report, results, values);
  process.stdout.write(`${leadText(report.document)}\n\n${tablesText(report.document)}\n\n${written}\n`);
  return 0;
}

/** An experiment alone is reported as it was planned; several of them, or runs, are put together. */
async function reportOf(
  paths: readonly string[],
): Promise<{ report: MadeReport; results: readonly CellResult[] }> {
  const sources = [];
  for (const path of paths) sources.push(await readSource(path));
  const [first] = sources;
  const command = `npm run report -- ${paths.map(quoted).join(' ')}`;
  if (sources.length === 1 && first?.kind === 'experiment') {
    const { spec, data, results } = first;
    return { report: makeReport(spec, data, results, command), results };
  }
  const { spec, data, results, origin } = gatherRuns(sources.flatMap(piecesOf));
  return { report: makeReport(spec, data, results, command, origin), results };
}

/** @param stem of the files' names; @returns what was written, for people */
async function write(
  stem: string,
  { files, document }: MadeReport,
  results: readonly CellResult[],
  { csv = false, json = false }: { readonly csv?: boolean; readonly json?: boolean },
): Promise<string> {
  const tables = document.blocks.filter((block) => block.kind === 'table');
  const wanted: [name: string, text: string][] = [
    [`${stem}.html`, files.html],
    ...(csv ? [[`${stem}.csv`, files.csv] as [string, string]] : []),
    ...(csv ? tables.map((table): [string, string] => [`${stem}.${table.id}.csv`, tableCsv(table)]) : []),
    ...(json ? [[`${stem}.json`, files.json] as [string, string]] : []),
  ];
  for (const [name, text] of wanted) await writeOne(name, text);
  return `The report of ${results.length} runs: ${wanted.map(([name]) => name).join(', ')}`;
}

async function writeOne(name: string, text: string): Promise<void> {
  try {
    await writeFile(name, text);
  } catch (error) {
    throw new LabError(
      'cannot-write',
      `${name} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      'Check the folder and the room on the disk, or choose another place by --out.',
    );
  }
}

function leadText({ blocks }: ReportDocument): string {
  const lead = blocks.filter((block) => block.kind === 'text').filter(({ tone }) => tone === 'lead');
  return lead.map(({ text }) => text).join('\n');
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/u.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

function readArgs(argv: readonly string[]) {
  return readOptions({
    args: [...argv],
    options: {
      out: { type: 'string' },
      csv: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    strict: true,
    allowPositionals: true,
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { code, message, remedy } = toPlainError(error);
  process.stderr.write(`${message}\n${remedy}\n`);
  process.exitCode = code === 'usage' ? 2 : 1;
}
