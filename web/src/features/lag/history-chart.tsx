import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { t } from '../../lib/texts/texts.ts';
import { currentTime } from '../../lib/time/clock.ts';
import { timeOfDay } from '../../lib/time/format.ts';
import { legendOf } from './chart-legend.ts';
import styles from './lag-page.module.css';
import type { LagPoints } from './lag-points.ts';

const height = 220;

/** Lag and age over a period, on two scales; below it their values, of the present or of what is pointed at. */
export const HistoryChart = ({ title, unit, points }: { title: string; unit: string; points: LagPoints }) => {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const [pointedAt, setPointedAt] = useState<number>();

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const made = createPlot(element, unit, setPointedAt);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, [unit]);

  useEffect(() => {
    plot.current?.setData([
      points.map(({ at }) => Date.parse(at) / 1_000),
      points.map(({ lag }) => lag),
      points.map(({ oldestAgeSeconds }) => oldestAgeSeconds),
    ]);
  }, [points]);

  const legend = legendOf(points, pointedAt);
  return (
    <figure className={styles.chart}>
      <figcaption>{title}</figcaption>
      <div ref={host} className={styles.canvas} />
      <dl className={styles.legend}>
        <div>
          <dt>{t(legend.at === undefined ? 'lag.now' : 'lag.at')}</dt>
          <dd>{legend.at === undefined ? '' : timeOfDay(legend.at, currentTime())}</dd>
        </div>
        <div data-line="lag">
          <dt>{unit}</dt>
          <dd>
            {legend.lag} <span className={styles.most}>{t('lag.max', { value: legend.mostLag })}</span>
          </dd>
        </div>
        <div data-line="age">
          <dt>{t('lag.secondsBehind')}</dt>
          <dd>
            {legend.age} <span className={styles.most}>{t('lag.max', { value: legend.mostAge })}</span>
          </dd>
        </div>
      </dl>
    </figure>
  );
};

/** @param onPoint called with the index of the point that is pointed at; undefined: none is */
function createPlot(element: HTMLElement, unit: string, onPoint: (index: number | undefined) => void): UPlot {
  const colour = (name: string) => getComputedStyle(element).getPropertyValue(name).trim() || 'gray';
  const axis = { stroke: colour('--chart-ink'), grid: { stroke: colour('--chart-grid') } };
  return new UPlot(
    {
      width: element.clientWidth,
      height,
      // Its own shows dashes until somebody points at something.
      legend: { show: false },
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
      series: [
        {},
        { label: unit, stroke: colour('--chart-lag'), width: 2, scale: 'lag' },
        {
          label: t('lag.secondsBehind'),
          stroke: colour('--chart-age'),
          width: 2,
          dash: [6, 4],
          scale: 'age',
        },
      ],
      axes: [
        {
          ...axis,
          values: (_plot, at) => at.map((seconds) => timeOfDay(seconds * 1_000, seconds * 1_000, 'minutes')),
        },
        { ...axis, scale: 'lag', label: unit },
        { ...axis, scale: 'age', side: 1, label: t('lag.secondsBehind'), grid: { show: false } },
      ],
      scales: { lag: { range: fromZero }, age: { range: fromZero } },
    },
    [[], [], []],
    element,
  );
}

const fromZero = (_plot: UPlot, _least: number, most: number | null): [number, number] => [
  0,
  Math.max(1, (most ?? 0) * 1.1),
];
