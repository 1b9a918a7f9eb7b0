/**
 * A report as a list of blocks: what it says, without how it looks. The page renders them as components, the export as
 * one HTML file; both show the same words and figures.
 */

/** A column of a table; numbers stand right. */
export interface Column {
  readonly head: string;
  readonly align: 'start' | 'end';
  /** The glossary's term that explains the column. */
  readonly term?: string;
}

export interface TableBlock {
  readonly kind: 'table';
  /** Letters, digits and `-`: names the CSV file and the place in the page. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of a row heads it. */
  readonly rows: readonly (readonly string[])[];
}

export interface ChartSeries {
  readonly name: string;
  /** `low` and `high` bound the interval; without them a point has none. */
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly low?: number;
    readonly high?: number;
  }[];
}

/** Lines over a common axis. `y` values are fractions, shown in percent. */
export interface LineChartBlock {
  readonly kind: 'line-chart';
  readonly id: string;
  readonly title: string;
  /** What can be read off it, for those who do not see it; its figures stand in a table as well. */
  readonly summary: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly ChartSeries[];
}

/** One row an arm: every draw a mark, the mean and its interval. Values are differences as fractions. */
export interface StripChartBlock {
  readonly kind: 'strip-chart';
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly x: string;
  readonly rows: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly mean: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
}

export type Block =
  | { readonly kind: 'heading'; readonly id: string; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone: 'plain' | 'lead' | 'soft' | 'warning' }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | TableBlock
  | LineChartBlock
  | StripChartBlock
  | {
      readonly kind: 'terms';
      readonly items: readonly { readonly id: string; readonly term: string; readonly text: string }[];
    }
  | { readonly kind: 'command'; readonly label: string; readonly text: string };

/** A whole report on one page. */
export interface ReportDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
}
