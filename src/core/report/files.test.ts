import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { doneCell, failedCell, inputOf, sevenDraws, specOf } from '../../../test/support/cell-results.ts';
import { buildReport } from './build.ts';
import { cellsCsv, tableCsv } from './csv.ts';
import { reportDocument } from './document.ts';
import { reportHtml } from './html.ts';

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert('2')</script>&amp;`;

describe('the page', () => {
  const input = inputOf([...sevenDraws(), failedCell('auggpt', 1)]);
  const hostile = reportHtml(
    reportDocument(
      buildReport({
        ...input,
        spec: specOf({ name: HOSTILE, arms: ['llm2llm', 'untargeted', 'seeds-only', HOSTILE] }),
        results: [
          ...sevenDraws(),
          doneCell(HOSTILE, 1, [5, 6]),
          { ...failedCell('auggpt', 1), error: { code: HOSTILE, message: HOSTILE, remedy: HOSTILE } },
        ],
        data: { ...input.data, title: HOSTILE, labels: [HOSTILE, 'good'], task: HOSTILE },
        teachers: [HOSTILE],
        reproduce: { link: `javascript:${HOSTILE}`, command: HOSTILE },
      }),
    ),
  );

  it('takes no text for markup, wherever it stands', () => {
    expect(hostile).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(hostile).not.toMatch(/<img|<script|<[^>]*\son\w+=/iu);
    expect(hostile).not.toMatch(/(href|src)="(?!#)/iu);
  });

  it('is whole: every tag that is opened is closed, in order', () => {
    const open: string[] = [];
    const tags = hostile.replace(/<!doctype html>|<style>[^]*?<\/style>|<meta [^>]*>/gu, '');
    for (const [, close, name, empty] of tags.matchAll(/<(\/?)([a-z0-9]+)[^<>]*?(\/?)>/giu)) {
      if (empty === '/') continue;
      if (close === '') open.push(name ?? '');
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('needs nothing from anywhere and runs nothing', () => {
    expect(hostile).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(hostile).not.toMatch(/url\(|@import|https?:\/\/(?!example\.org)/u);
  });

  it('gives every drawing a title, a description and a table', () => {
    const page = reportHtml(reportDocument(buildReport(input)));
    const count = (what: RegExp): number => [...page.matchAll(what)].length;
    expect(count(/<svg /gu)).toBe(4); // two charts, each for a phone and for a page
    expect(count(/<title id="[^"]+">[^<]+<\/title><desc id="[^"]+">[^<]+<\/desc>/gu)).toBe(4);
    expect(count(/<details>/gu)).toBe(2);
    const ids = [...page.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/gu)) expect(ids).toContain(target);
  });

  it('is the same every time', () => {
    const make = (): string => reportHtml(reportDocument(buildReport(input)));
    expect(make()).toBe(make());
  });
});

function parsed(text: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

describe('the cells as CSV', () => {
  it('are one row each, with every figure', () => {
    const [head = [], done = [], failed = []] = parsed(
      cellsCsv([doneCell('llm2llm', 3, [5, 7], { tokens: null }), failedCell('auggpt', 1)]),
    );
    const of = (row: string[], column: string): string | undefined => row[head.indexOf(column)];
    expect(of(done, 'arm')).toBe('llm2llm');
    expect(of(done, 'draw')).toBe('3');
    expect(of(done, 'test_right')).toBe('7');
    // Wilson's interval of 7 of 10, as published tables have it.
    expect([of(done, 'test_wilson_low'), of(done, 'test_wilson_high')]).toEqual(['0.3968', '0.8922']);
    expect(of(done, 'test_right_seeds_alone')).toBe('5');
    expect(of(done, 'teacher_tokens')).toBe('');
    expect(of(done, 'rejected_for')).toBe('similar 1');
    expect(of(done, 'curve_right')).toBe('5 7');
    expect(of(failed, 'error_code')).toBe('needs-live-teacher');
    expect(of(failed, 'test_n')).toBe('');
    expect(failed).toHaveLength(head.length);
  });

  it('hold any text, and no formula', () => {
    const error = { code: 'x', message: '=HYPERLINK("http://a"), "b"\nc', remedy: '' };
    const text = cellsCsv([{ ...failedCell('+arm', 1), error }]);
    const [head = [], row = []] = parsed(text);
    expect(row[head.indexOf('arm')]).toBe("'+arm");
    expect(row[head.indexOf('error')]).toBe(`'${error.message}`);
    expect(text.split('\r\n')).toHaveLength(3);
  });
});

describe('a table as CSV', () => {
  it('has its heads and rows; signed figures stay figures', () => {
    const columns = ['A', 'B'].map((head) => ({ head, align: 'end' as const }));
    const rows = [
      ['+2.4', '@cmd'],
      ['a,b', '-x'],
    ];
    expect(tableCsv({ kind: 'table', id: 't', caption: 'T', columns, rows })).toBe(
      'A,B\r\n+2.4,\'@cmd\r\n"a,b",\'-x\r\n',
    );
  });
});
