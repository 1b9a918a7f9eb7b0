/** The page without a mouse: Tab until something has the focus, and typing over what stands in a field. */
import type { Locator, Page } from '@playwright/test';

/** More stops than any view has. */
const MOST_STOPS = 150;

/** Moves on by Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await press(page, target, 'Tab');
}

/** Moves back by Shift+Tab until the element has the focus. */
export async function tabBack(page: Page, target: Locator): Promise<void> {
  await press(page, target, 'Shift+Tab');
}

/** Goes to a field and types over what stands in it. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+a');
  if (text === '') await page.keyboard.press('Delete');
  else await page.keyboard.type(text);
}

async function press(page: Page, target: Locator, key: string): Promise<void> {
  await target.first().waitFor();
  for (let n = 0; n < MOST_STOPS; n++) {
    if (await target.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not get to ${String(target)}.`);
}
