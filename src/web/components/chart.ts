// What a chart shows, apart from how: series of plain decimals over points.
import type { ReactNode } from 'react';

interface Series {
  readonly name: string;
  readonly label: string;
}

export interface ChartPoint {
  /** On the horizontal axis, formatted: "Mar 2026". */
  readonly label: string;
  /** By name of the series: a plain decimal. */
  readonly values: Readonly<Record<string, string>>;
}

export interface Chart {
  readonly title: string;
  readonly text?: ReactNode;
  readonly kind: 'bars' | 'stacked-bars' | 'lines' | 'areas';
  /** What the points are: "Month". */
  readonly pointTitle: string;
  readonly series: readonly Series[];
  readonly points: readonly ChartPoint[];
  /** Writes one value in full: for the table and the tooltip. */
  readonly write: (value: string) => string;
  /** Writes one value in short: for the axis. */
  readonly writeShort: (value: number) => string;
  readonly aside?: ReactNode;
}
