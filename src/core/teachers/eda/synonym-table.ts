/** The compact text form of the synonym table: one line a word, `word<TAB>syn1 syn2 ...`. */

/** The table as text, words sorted, so that equal tables are equal bytes. */
export function formatSynonymTable(table: ReadonlyMap<string, readonly string[]>): string {
  return [...table]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([word, synonyms]) => `${word}\t${synonyms.join(' ')}\n`)
    .join('');
}

/** word -> synonyms. Lines without a tab or without synonyms are passed over. Never throws. */
export function parseSynonymTable(text: string): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, readonly string[]>();
  for (const line of text.split(/\r?\n/u)) {
    const tab = line.indexOf('\t');
    if (tab < 1) continue;
    const synonyms = line
      .slice(tab + 1)
      .split(' ')
      .filter(Boolean);
    if (synonyms.length > 0) table.set(line.slice(0, tab), synonyms);
  }
  return table;
}
