import { type RefObject, useLayoutEffect, useState } from 'react';
import { type GridShape, gridShape } from './grid.ts';

/** Minimum sizes of a ticket, rem: in one column tickets may be flat, as on a phone. */
const flat = { width: 14, height: 8.25, gap: 0.5 };
const upright = { width: 14, height: 14.5, gap: 0.75 };
/** Up to this width (rem) there is one column. */
const oneColumn = 30;

/** How many tickets fit into an element, measured before they are rendered and whenever it changes. */
export const useGrid = (element: RefObject<HTMLElement | null>): GridShape => {
  const [shape, setShape] = useState<GridShape>({ columns: 5, rows: 2 });
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      const [width, height] = [target.clientWidth / rem, target.clientHeight / rem];
      const next =
        width < oneColumn ? gridShape(flat.width, height, flat) : gridShape(width, height, upright);
      setShape((before) => (before.columns === next.columns && before.rows === next.rows ? before : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return shape;
};
