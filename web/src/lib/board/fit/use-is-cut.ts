import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { observeSize } from './observe-size.ts';

const isCut = ({ scrollHeight, clientHeight, scrollWidth, clientWidth }: Element): boolean =>
  scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;

/**
 * Whether an element's texts (those with `data-clip`) are larger than the space that they are given.
 * @param content a key of the texts: another one is measured at once
 */
export const useIsCut = <E extends Element>(content: string): { box: RefObject<E | null>; cut: boolean } => {
  const box = useRef<E>(null);
  const [cut, setCut] = useState(false);
  const measure = useCallback(() => {
    if (box.current) setCut([...box.current.querySelectorAll('[data-clip]')].some(isCut));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the content says when to measure again
  useLayoutEffect(measure, [measure, content]);
  useEffect(() => (box.current ? observeSize(box.current, measure) : undefined), [measure]);
  return { box, cut };
};
