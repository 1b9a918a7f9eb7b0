/** Finds a Chromium or Chrome to test in: Playwright's own cannot be downloaded everywhere. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Flags for every Chromium we start, and CHROME_ARGS (separated by spaces) after them. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.env['CHROME_ARGS'] ?? '').split(/\s+/).filter(Boolean),
];

/** The path of a Chromium. Throws one line that says how to get one. */
export function findChromium(): string {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(`CHROME_PATH is ${chosen}, where there is no file: correct it, or unset it.`);
  }
  const found = candidates().find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    'No Chromium found: run `apt-get install chromium` or `npx playwright install chromium`, or set CHROME_PATH to a Chrome or Chromium.',
  );
}

function candidates(): string[] {
  const folders = [
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  const programs = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(
    (name) => process.env[name] ?? '',
  );
  return [
    ...folders.filter(Boolean).flatMap((folder) => NAMES.map((name) => join(folder, name))),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ...programs
      .filter(Boolean)
      .flatMap((folder) => [
        join(folder, 'Google/Chrome/Application/chrome.exe'),
        join(folder, 'Chromium/Application/chrome.exe'),
        join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      ]),
    chromium.executablePath(),
  ];
}
