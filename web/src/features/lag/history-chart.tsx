import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { LagHistoryQuery } from '../../generated/graphql.ts';
import { timeOfDay } from '../../lib/time/format.ts';
import styles from './lag-page.module.css';

type Points = LagHistoryQuery['lagHistory'][number]['points'];

const height = 220;

/** Lag and age of one stage over the last hour, on two scales. */
export const HourChart = ({ stage, points }: { stage: string; points: Points }) => {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const colour = (name: string) => getComputedStyle(element).getPropertyValue(name).trim() || 'gray';
    const axis = { stroke: colour('--chart-ink'), grid: { stroke: colour('--chart-grid') } };
    const made = new UPlot(
      {
        width: element.clientWidth,
        height,
        series: [
          {},
          { label: 'Tickets', stroke: colour('--chart-lag'), width: 2, scale: 'lag' },
          { label: 'Seconds behind', stroke: colour('--chart-age'), width: 2, dash: [6, 4], scale: 'age' },
        ],
        axes: [
          { ...axis, values: (_plot, at) => at.map((seconds) => timeOfDay(seconds * 1_000, Date.now())) },
          { ...axis, scale: 'lag', label: 'Tickets' },
          { ...axis, scale: 'age', side: 1, label: 'Seconds behind', grid: { show: false } },
        ],
        scales: { lag: { range: fromZero }, age: { range: fromZero } },
      },
      [[], [], []],
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, []);

  useEffect(() => {
    plot.current?.setData([
      points.map(({ at }) => Date.parse(at) / 1_000),
      points.map(({ lag }) => lag),
      points.map(({ oldestAgeSeconds }) => oldestAgeSeconds),
    ]);
  }, [points]);

  return (
    <figure className={styles.chart}>
      <figcaption>
        The last hour of {stage}; the drawn line is the lag, the dashed one the seconds behind.
      </figcaption>
      <div ref={host} className={styles.canvas} />
    </figure>
  );
};

const fromZero = (_plot: UPlot, _least: number, most: number): [number, number] => [
  0,
  Math.max(1, most * 1.1),
];
