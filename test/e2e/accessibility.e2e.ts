/** WCAG 2.2 AA as far as a machine can tell, on every screen in both themes; and no sideways scrolling. */
import { expect, test, type Page } from '@playwright/test';
import { violations } from '../support/axe.ts';

test.setTimeout(240_000);

async function check(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    for (const address of ['/', '/#/runs', '/#/new', '/#/storage', '/#/open?set=question-types&draw=3']) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await check(page);
    }
  });

  test(`a finished run, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/');
    await page.getByRole('button', { name: 'Play the demo' }).click();
    await page.getByLabel('Speed').selectOption({ value: '0' });
    const result = page.getByRole('region', { name: 'Result' });
    await expect(result.getByRole('row', { name: 'Untargeted' }).first()).toBeVisible({ timeout: 200_000 });
    await check(page);
    // 320 px is a phone, or 1280 px at 400 %.
    await page.setViewportSize({ width: 320, height: 700 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
