import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ModelStatus } from '../../core/models/records.ts';
import { fakeLab, fakeShell } from '../shell/fake-lab.ts';
import { fakeModels } from './fake-models.ts';
import { ModelsState } from './models-view.svelte.ts';
import ModelsView from './ModelsView.svelte';
import type { Models } from './port.ts';

const GPU = {
  vendor: 'acme',
  architecture: '',
  description: '',
  software: false,
  f16: true,
  limits: {
    maxBufferSize: 2 ** 31,
    maxStorageBufferBindingSize: 2 ** 31,
    maxComputeWorkgroupStorageSize: 32 << 10,
    maxComputeInvocationsPerWorkgroup: 1024,
    maxStorageBuffersPerShaderStage: 10,
  },
};

async function open(models: Models) {
  const { lab } = fakeLab();
  const shell = fakeShell({ ...lab, models: async () => models });
  await render(ModelsView, { shell });
  await expect.element(page.getByRole('heading', { level: 3, name: 'Tiny' })).toBeVisible();
  return shell;
}
const withGpu = (more: Partial<Models> = {}) => ({
  ...fakeModels({
    secureContext: true,
    cacheApi: true,
    gpu: GPU,
    storage: null,
    promptApi: 'absent',
    deviceMemoryGB: 8,
  }),
  ...more,
});
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

it('recommends one quantisation for the GPU, and has one primary action', async () => {
  await open(withGpu());
  await expect.element(page.getByText('Models can run here.')).toBeVisible();
  await expect.element(page.getByText('· recommended for this device')).toBeVisible();
  expect(document.querySelectorAll('button.primary')).toHaveLength(1);
});

it('downloads when asked, says so, checks and deletes', async () => {
  const shell = await open(withGpu());
  await press('Download Tiny (q0f16)');
  await expect.element(page.getByText('Ready offline, 269 MB')).toBeVisible();
  await press('Verify Tiny (q0f16)');
  await expect.element(page.getByText('All 9 files of weights are intact.')).toBeVisible();
  await press('Delete Tiny (q0f16)');
  await press('Delete it');
  await expect.element(page.getByText('Not downloaded').first()).toBeVisible();
  expect(shell.spoken).toEqual([
    'Downloading Tiny (q0f16).',
    'Tiny (q0f16) is downloaded and ready offline.',
    'All 9 files of weights are intact.',
    'Tiny (q0f16) is deleted from this browser.',
  ]);
});

it('shows what stopped a download beside the model', async () => {
  const download = async () => {
    throw new Error('boom');
  };
  await open(withGpu({ download }));
  await press('Download Tiny (q0f16)');
  await expect.element(page.getByRole('alert')).toHaveTextContent('boom');
});

it('replaces what is about by what the list says, where it can be read', async () => {
  await open(withGpu({ weightsBytes: async () => 270_400_000 }));
  await expect.element(page.getByText(/^about 269 MB to download/u).first()).toBeVisible();
  await press('Ask for the exact sizes');
  await expect.element(page.getByText('2 of 2 lists could be read.')).toBeVisible();
  await expect.element(page.getByText(/^270 MB to download/u).first()).toBeVisible();
});

it('shows progress, and says it no more often than every ten seconds', async () => {
  let tell: (id: string) => void = () => undefined;
  let done = 0;
  const id = 'Tiny-q0f16-MLC';
  const shell = await open(
    withGpu({
      subscribe: (listener) => {
        tell = listener;
        return () => undefined;
      },
      activity: (of) =>
        of === id && done > 0
          ? {
              doing: 'download',
              progress: { doneBytes: done, totalBytes: 200e6, bytesPerSecond: 2e6, secondsLeft: 30 },
            }
          : null,
    }),
  );
  for (const bytes of [20e6, 40e6, 60e6]) {
    done = bytes;
    tell(id);
  }
  await expect
    .element(page.getByText('60 MB of 200 MB downloaded · 2 MB a second · about 30 seconds left'))
    .toBeVisible();
  const bar = page.getByRole('progressbar', { name: 'Download of Tiny (q0f16)' });
  await expect.element(bar).toHaveAttribute('value', '60000000');
  expect(shell.spoken).toEqual(['Tiny (q0f16): 10 % downloaded.']);
});

it('a look that was overtaken by a newer one does not count', async () => {
  const looks: ((status: ModelStatus) => void)[] = [];
  let slow = false;
  const models = withGpu({
    status: async () => (slow ? new Promise((resolve) => looks.push(resolve)) : { state: 'none' }),
    cancel: async () => undefined,
    download: async () => 'stopped',
  });
  const state = new ModelsState(models, () => undefined);
  await state.read();
  const [record] = state.records;
  if (!record) throw new Error('There is no model.');
  slow = true;
  // The stopped download looks while its deletion goes on, and is told late what it saw.
  const both = [state.download(record), state.cancel(record)];
  await expect.poll(() => looks).toHaveLength(2);
  looks[1]?.({ state: 'none' });
  looks[0]?.({ state: 'partial', doneBytes: 4, totalBytes: 9 });
  await Promise.all(both);
  expect(state.statuses.get(record.id)).toEqual({ state: 'none' });
});
