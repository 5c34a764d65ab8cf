// The drawing of a chart. Values become doubles here, for geometry only; the words beside them are written from the exact text.
import '@mantine/charts/styles.layer.css';
import { AreaChart, BarChart, LineChart } from '@mantine/charts';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactElement } from 'react';
import type { Chart } from './chart.ts';

/** Apart in hue and in lightness, so they differ without colour vision and in both schemes. */
const COLOURS = ['spruce.6', 'thread.4', 'spruce.3', 'thread.7', 'gray.5', 'spruce.8'] as const;

/** Where not all names have room beside each other, those of a few points stand aslant rather than being left out. */
const ASLANT = { interval: 0, angle: -35, textAnchor: 'end', height: 96 } as const;
const MOST_ASLANT = 8;

export default function ChartDrawing({ kind, series, points, write, writeShort }: Chart): ReactElement {
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const data = points.map(({ label, values }) => ({ label, ...Object.fromEntries(series.map(({ name }) => [name, Number(values[name] ?? 0)])) }));
  const exact = new Map(points.flatMap(({ values }) => Object.values(values).map((value) => [Number(value), value] as const)));
  const shared = {
    h: 300,
    data,
    dataKey: 'label',
    series: series.map(({ name, label }, index) => ({ name, label, color: COLOURS[index % COLOURS.length] ?? COLOURS[0] })),
    valueFormatter: (value: number) => write(exact.get(value) ?? String(value)),
    yAxisProps: { tickFormatter: (value: number) => writeShort(value), width: 64 },
    ...(narrow && points.length <= MOST_ASLANT ? { xAxisProps: ASLANT } : {}),
    tickLine: 'none' as const,
    withLegend: series.length > 1,
    legendProps: { verticalAlign: 'bottom' as const, itemSorter: null },
    tooltipAnimationDuration: 0,
  };
  const still = { isAnimationActive: false } as const;
  if (kind === 'lines') return <LineChart {...shared} curveType="linear" strokeWidth={2.25} lineProps={still} />;
  if (kind === 'areas') return <AreaChart {...shared} curveType="linear" areaProps={still} />;
  return <BarChart {...shared} type={kind === 'stacked-bars' ? 'stacked' : 'default'} barProps={{ ...still, radius: kind === 'bars' ? 3 : 0 }} maxBarWidth={44} />;
}
