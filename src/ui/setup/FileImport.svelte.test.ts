import { expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Dataset } from '../../core/datasets/port.ts';
import { fakeLab, fakeShell } from '../shell/fake-lab.ts';
import FileImport from './FileImport.svelte';

const sums = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    JSON.stringify({ question: `What is ${i} and 1?`, answer: `It is ${i + 1}.\n#### ${i + 1}` }),
  ).join('\n');
const file = (name: string, text: string) => new File([text], name);

async function show() {
  const { lab, state } = fakeLab();
  const saved: Dataset[] = [];
  const screen = await render(FileImport, {
    shell: fakeShell(lab),
    onsaved: (set: Dataset) => void saved.push(set),
  });
  const choose = async (...files: File[]) => {
    const input = screen.container.querySelector<HTMLInputElement>('input[type="file"]');
    if (!input) throw new Error('There is no field for files.');
    await userEvent.upload(input, files);
  };
  return { saved, state, choose };
}
const kind = () => page.getByRole('combobox', { name: 'What the file is' });

it('knows the file of a task by its content, and keeps it as that task’s', async () => {
  const { saved, choose } = await show();
  await choose(file('mine.jsonl', sums(20)));
  await expect.element(kind()).toHaveValue('gsm8k');
  await expect.element(page.getByText(/It looks like GSM8K/u)).toBeVisible();
  await expect
    .element(page.getByText('This gives 10 seeds and 10 test examples with free answers.'))
    .toBeVisible();
  await page.getByRole('button', { name: 'Use this data' }).click();
  await vi.waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]).toMatchObject({ task: 'gsm8k', labels: [] });
});

it('takes it as a table where the person says so, with answers of any kind', async () => {
  const { saved, choose } = await show();
  await choose(file('mine.jsonl', sums(20)));
  await kind().selectOptions('table');
  await page.getByRole('radio', { name: /^Answers of any kind/u }).click();
  await page.getByRole('button', { name: 'Use this data' }).click();
  await vi.waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]).toMatchObject({ task: 'custom', labels: [] });
});

it('says what a file is not, and reads several only as the files of a task', async () => {
  const { choose } = await show();
  await choose(file('a.csv', 'text,label\nfine,a\nbad,b\n'), file('b.csv', 'text,label\nfine,a\nbad,b\n'));
  await expect.element(page.getByText(/A table is one file/u)).toBeVisible();
  await kind().selectOptions('trec');
  await expect.element(page.getByText(/a\.csv is in none of the forms/u)).toBeVisible();
});
