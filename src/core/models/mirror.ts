/** A mirror: one base URL under which somebody serves models on their own network. */
import { LabError } from '../errors.ts';
import type { ModelRecord } from './records.ts';
import { folderName, isThisComputer, libraryName } from './urls.ts';

/**
 * The base URL as it is kept: without query, fragment or slash at its end.
 * Throws LabError `bad-mirror`.
 */
export function mirrorBase(text: string): string {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed))
    throw badMirror(
      `"${trimmed}" is no web address.`,
      'Give a whole one, like https://models.school.example.',
    );
  const url = new URL(trimmed);
  if (url.protocol === 'http:' && !isThisComputer(url)) {
    throw badMirror(
      'A mirror on plain http cannot be used: a browser gives a page on plain http neither WebGPU nor caches, and a page on https may not read from it.',
      'Serve the page and the mirror over https; on this computer, http://localhost will do.',
    );
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw badMirror('The address of a mirror begins with https://.', 'Give it in that form.');
  if (url.username !== '' || url.password !== '')
    throw badMirror('The address holds a name or a password, which a page may not send.', 'Leave them out.');
  if (url.search !== '' || url.hash !== '')
    throw badMirror('The address of a mirror ends with its folder.', 'Leave out what follows ? or #.');
  return url.href.replace(/\/+$/u, '');
}

/** The places that a record's files are fetched from. */
export type ModelSource = Pick<ModelRecord, 'modelUrl' | 'libUrl'>;

/**
 * Where the mirror has a record's files: `<base>/<folder>/resolve/main/` and `<base>/libs/<file>`, as
 * `npm run mirror` lays them out. A custom model stays where it is: it has an address of its own.
 */
export function sourceOf(record: ModelRecord, base: string | null): ModelSource {
  if (base === null || record.custom) return record;
  return {
    modelUrl: `${base}/${encodeURIComponent(folderName(record.modelUrl))}/resolve/main/`,
    libUrl: `${base}/libs/${encodeURIComponent(libraryName(record.libUrl))}`,
  };
}

/** The file at `url` of a record, where its source has it. */
export function fromSource(url: string, record: ModelRecord, source: ModelSource): string {
  if (url === record.libUrl) return source.libUrl;
  return url.startsWith(record.modelUrl) ? source.modelUrl + url.slice(record.modelUrl.length) : url;
}

function badMirror(message: string, remedy: string): LabError {
  return new LabError('bad-mirror', message, remedy);
}
