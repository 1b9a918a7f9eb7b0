/** The built page as the end-to-end tests use it: data of one's own, runs, and what lies in the browser. */
import { expect, type Locator, type Page, type Request } from '@playwright/test';
import { FIELD_WORDS } from '../../src/ui/copy/settings.ts';

export interface TextFile {
  readonly name: string;
  readonly content: string;
}

const PLACES = ['harbour', 'orchard', 'station', 'library', 'kitchen', 'quarry', 'chapel', 'garage'];
const DOERS = ['a baker', 'the pilot', 'one nurse', 'my uncle', 'the judge', 'a diver', 'our clerk'];
const DEEDS = ['lost a glove', 'sold two lamps', 'found the map', 'broke a chair', 'fed the geese'];

/** A sentence that says nothing of its label, so that a student of a few seeds gets some wrong. */
function plainSentence(i: number): string {
  const pick = (list: readonly string[], step: number): string => list[(i * step) % list.length] ?? '';
  return `at the ${pick(PLACES, 3)} ${pick(DOERS, 5)} ${pick(DEEDS, 2)} on day ${i + 1}`;
}

/** 22 rows of two classes: 12 seeds and 10 test examples once 45% are held out. */
export function plainRows(count = 22): { readonly text: string; readonly label: string }[] {
  return Array.from({ length: count }, (_, i) => ({
    text: plainSentence(i),
    label: i % 2 === 0 ? 'calm' : 'loud',
  }));
}

export const PLAIN_CSV: TextFile = {
  name: 'notes.csv',
  content: ['text,label', ...plainRows().map(({ text, label }) => `${text},${label}`)].join('\n'),
};

/** Chooses a file through the button's own dialog. */
export async function chooseFile(page: Page, button: Locator, { name, content }: TextFile): Promise<void> {
  const dialog = page.waitForEvent('filechooser');
  await button.click();
  await (await dialog).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
}

/** Keeps the small set of one's own and leaves the form with it chosen: 12 seeds, 10 test examples. */
export async function keepOwnData(page: Page, file: TextFile = PLAIN_CSV): Promise<void> {
  await page.goto('/#/new?own=1');
  await chooseFile(page, page.getByRole('button', { name: 'Choose a file', exact: true }), file);
  await page.getByLabel('Share held out').fill('45');
  await expect(page.getByText('This gives 12 seeds and 10 test examples')).toBeVisible();
  await page.getByRole('button', { name: 'Use this data' }).click();
  await expect(page.getByRole('radio', { name: new RegExp(`^${file.name}`, 'u') })).toBeChecked();
  await setting(page, 'data.perClass').fill('');
}

/** A field of the form, not the question mark beside it. */
export function field(page: Page, label: string): Locator {
  return page.getByLabel(label, { exact: true });
}

/** The field of a setting, by its path in the configuration: `data.perClass`. */
export function setting(page: Page, path: string): Locator {
  const words = FIELD_WORDS[path];
  if (!words) throw new Error(`There is no setting "${path}".`);
  return field(page, words.label);
}

/** Creates the run of the form and waits for its view. Returns its id. */
export async function createRun(page: Page, name: string): Promise<string> {
  await field(page, 'Name').fill(name);
  await page.getByRole('button', { name: 'Create the run' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  return runId(page);
}

/** The address as the page has it. What Playwright's own `page.url()` tells may lag behind what is in sight. */
export function addressOf(page: Page): Promise<string> {
  return page.evaluate(() => location.href);
}

/** The run that the address names. */
export async function runId(page: Page): Promise<string> {
  const address = await addressOf(page);
  const id = /#\/run\/([^?]+)/u.exec(address)?.[1];
  if (id === undefined) throw new Error(`No run is open at ${address}.`);
  return decodeURIComponent(id);
}

/**
 * Resets the run in sight and waits for the new one's view. Returns its id. What is said aloud of the old run may still
 * be that it has not started, so that only the address tells them apart.
 */
export async function resetRun(page: Page): Promise<string> {
  const old = await runId(page);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(() => runId(page)).not.toBe(old);
  await expect(page.getByText('Not started').first()).toBeVisible();
  return runId(page);
}

export async function playToEnd(page: Page, timeout = 60_000): Promise<void> {
  await page.getByLabel('Speed').selectOption('0');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(result(page)).toBeVisible({ timeout });
}

export const result = (page: Page): Locator => page.getByRole('region', { name: 'Result' });

/** The rows of the iterations table, as text: what the run came to. */
export async function figures(page: Page): Promise<string[]> {
  const rows = page.getByRole('region', { name: 'Iterations' }).getByRole('row');
  return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/gu, ' ').trim());
}

/** Everything in the page's database, by store; what is no plain data as text. */
export async function database(page: Page): Promise<Readonly<Record<string, readonly unknown[]>>> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(request.error ?? new Error('The request failed.'));
        };
      });
    const db = await done(indexedDB.open('llm2llm-lab'));
    const all: Record<string, unknown[]> = {};
    const stores = [...db.objectStoreNames];
    if (stores.length > 0) {
      const transaction = db.transaction(stores);
      for (const name of stores) {
        const store = transaction.objectStore(name);
        const keys = await done(store.getAllKeys());
        // A vector is 512 numbers of no interest here; its key holds the text.
        all[name] = name === 'vectors' ? keys : [...(await done(store.getAll() as IDBRequest<unknown[]>))];
      }
    }
    db.close();
    return all;
  });
}

/** The log of a run, as it is stored: JSON Lines. */
export async function storedLog(page: Page, id: string): Promise<string> {
  const { logs = [] } = await database(page);
  return (logs as { run: string; text: string }[])
    .filter(({ run }) => run === id)
    .map(({ text }) => text)
    .join('');
}

export interface StoredEvent {
  readonly type: string;
  readonly iteration?: number;
  readonly [field: string]: unknown;
}

export async function storedEvents(page: Page, id: string): Promise<StoredEvent[]> {
  const text = await storedLog(page, id);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as StoredEvent);
}

/** Errors nobody caught, gathered from now on. */
export function uncaught(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

/** Requests of the page and its workers, gathered from now on. */
export function requests(page: Page): Request[] {
  const all: Request[] = [];
  page.context().on('request', (request) => all.push(request));
  return all;
}

/** The hosts asked that are not the page's own. */
export function foreignHosts(all: readonly Request[], page: Page): string[] {
  const { host } = new URL(page.url());
  const web = all.map((request) => new URL(request.url())).filter(({ protocol }) => /^http/u.test(protocol));
  return [...new Set(web.map((url) => url.host))].filter((other) => other !== host);
}

/** How many pixels the page itself can be scrolled sideways. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    scrollTo(10_000, scrollY);
    const { scrollX } = globalThis;
    scrollTo(0, scrollY);
    return scrollX;
  });
}
