import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { openTable } from './open.ts';
import { containing } from '../../../../test/support/caught.ts';

const signal = new AbortController().signal;
const columnData = [
  { name: 'text', data: ['fine', 'poor', 'long '.repeat(500)], type: 'STRING' as const },
  { name: 'label', data: [1, 0, 1], type: 'INT32' as const },
  { name: 'big', data: [2n ** 60n, 5n, 6n], type: 'INT64' as const },
  { name: 'when', data: [new Date('2026-11-22T00:00:00Z'), null, null], type: 'TIMESTAMP' as const },
  { name: 'extra', data: [{ a: [1] }, null, null], type: 'JSON' as const },
];
const open = (buffer: ArrayBuffer, name = 'my.parquet') => openTable(new Uint8Array(buffer), name, signal);

describe('Parquet', () => {
  it.each(['SNAPPY', 'UNCOMPRESSED'] as const)('reads %s pages', async (codec) => {
    const table = await open(parquetWriteBuffer({ columnData, codec }));
    expect(table.format).toBe('parquet');
    expect(table.columns).toEqual(['text', 'label', 'big', 'when', 'extra']);
    expect(table.rows()[0]).toEqual({
      text: 'fine',
      label: 1,
      big: '1152921504606846976',
      when: '2026-11-22T00:00:00.000Z',
      extra: '{"a":[1]}',
    });
    expect(table.rows()[1]).toEqual({ text: 'poor', label: 0, big: 5, when: null, extra: null });
    expect(table.rowNumber(2)).toBe(3);
  });

  it('is known by its content, and read from a view into a larger buffer', async () => {
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData }));
    const larger = new Uint8Array(bytes.length + 10);
    larger.set(bytes, 5);
    expect((await openTable(larger.subarray(5, 5 + bytes.length), 'train', signal)).rowCount).toBe(3);
  });

  it('shows the class names that the Hub writes into the footer', async () => {
    const features = {
      text: { dtype: 'string', _type: 'Value' },
      label: { names: ['negative', 'positive'], _type: 'ClassLabel' },
    };
    const kvMetadata = [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }];
    const table = await open(parquetWriteBuffer({ columnData, kvMetadata }));
    expect(table.rows().map((row) => row['label'])).toEqual(['positive', 'negative', 'positive']);
    const broken = await open(
      parquetWriteBuffer({ columnData, kvMetadata: [{ key: 'huggingface', value: '{' }] }),
    );
    expect(broken.rows()[0]?.['label']).toBe(1);
  });

  it('names a codec it cannot read', async () => {
    const compressors = { ZSTD: (input: Uint8Array) => input };
    const buffer = parquetWriteBuffer({ columnData, codec: 'ZSTD', compressors });
    await expect(open(buffer)).rejects.toMatchObject({
      code: 'parquet-codec',
      message: containing('ZSTD'),
      remedy: containing('snappy'),
    });
  });

  it('says so when the file is cut off or damaged', async () => {
    const whole = parquetWriteBuffer({ columnData, codec: 'SNAPPY' });
    await expect(open(whole.slice(0, whole.byteLength - 20))).rejects.toMatchObject({
      code: 'parquet-unreadable',
    });
    const damaged = new Uint8Array(whole.slice(0));
    damaged.fill(0xff, 8, 120);
    await expect(open(damaged.buffer)).rejects.toMatchObject({ code: 'parquet-unreadable' });
  });
});
