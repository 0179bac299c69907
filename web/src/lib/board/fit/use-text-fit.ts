import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { measureTexts, type TextFit, unmeasured } from './measure-texts.ts';
import { observeSize } from './observe-size.ts';

/**
 * How many whole lines of each text fit a card: measured before it is painted, and again when its room or one of its texts
 * has another size, or another font was loaded.
 * @param content a key of the texts: another one is measured at once
 */
export const useTextFit = (content: string): { room: RefObject<HTMLDivElement | null>; fit: TextFit } => {
  const room = useRef<HTMLDivElement>(null);
  const [fit, setFit] = useState(unmeasured);

  const measure = useCallback(() => {
    if (!room.current) return;
    const next = measureTexts(room.current);
    setFit((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the content says when to measure again
  useLayoutEffect(measure, [measure, content]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other content may have other elements
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const ends = [element, ...element.querySelectorAll('[data-text]')].map((one) =>
      observeSize(one, measure),
    );
    document.fonts.addEventListener('loadingdone', measure);
    return () => {
      for (const end of ends) end();
      document.fonts.removeEventListener('loadingdone', measure);
    };
  }, [measure, content]);
  return { room, fit };
};
