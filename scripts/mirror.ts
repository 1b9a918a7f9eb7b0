/**
 * Lays out models of the catalogue in a folder that a school can serve on its own network.
 * Run: npm run mirror -- MODEL... [--out DIR] [--from HUB_BASE] [--libs-from BASE]
 * MODEL      an id of the catalogue, for example SmolLM2-135M-Instruct-q0f16-MLC; none: lists them
 * --out      the folder (mirror)
 * --from     another Hub in place of https://huggingface.co
 * --libs-from  a folder with the model libraries, in place of GitHub
 * Run again, it goes on where it stopped. Exit status: 0 all there, 1 a model failed, 2 asked wrongly.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toPlainError } from '../src/core/errors.ts';
import { catalogue } from '../src/core/models/catalogue.ts';
import { mirrorModel, recordsOf, servingAdvice } from './mirror-models.ts';
import { readPrebuilt } from './webllm-records.ts';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: 'mirror' },
      from: { type: 'string' },
      'libs-from': { type: 'string' },
    },
  });
  const { records: prebuilt, manifestName } = await readPrebuilt();
  const known = catalogue(prebuilt);
  if (positionals.length === 0) {
    console.log('npm run mirror -- MODEL... [--out DIR] [--from HUB_BASE]\nModels:');
    for (const { id, downloadMB } of known) console.log(`  ${id} (about ${Math.round(downloadMB)} MB)`);
    return 2;
  }
  const out = resolve(values.out);
  const options = {
    out,
    from: values.from ?? null,
    libsFrom: values['libs-from'] ?? null,
    manifestName,
    log: console.log,
  };
  let bytes = 0;
  for (const record of recordsOf(positionals, known)) bytes += await mirrorModel(record, options);
  console.log(`${(bytes / 1e6).toFixed(1)} MB in ${out}`);
  console.log(servingAdvice(out));
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  // A wrong option says in its own words what is wrong with it.
  if (error instanceof TypeError && 'code' in error) {
    console.error(error.message);
    return 2;
  }
  const { code, message, remedy } = toPlainError(error);
  console.error(`${message}\n${code === 'unexpected' ? '' : remedy}`);
  return code === 'unknown-model' ? 2 : 1;
});
