import type { Page } from 'playwright-core';

/** A card as a person sees it, judged by where its letters are and not by what the markup means. */
export type CardSight = {
  id: string;
  /** For each text looked for: all its lines are visible, or some, or none. */
  texts: Record<string, 'whole' | 'part' | 'none'>;
  /** The visible words of the card's mark for texts that are not whole. */
  mark: string;
  /** What is wrong whatever is shown: half lines, a picture over letters, a button outside its card. */
  faults: string[];
};

/**
 * Looks at all cards on the page.
 * @param cards selects them; an id is read from `data-ticket` or `href`
 * @param wanted texts of a card by the end of its id
 */
export function lookAtCards(
  page: Page,
  cards: string,
  wanted: Record<string, readonly string[]>,
): Promise<CardSight[]> {
  return page.evaluate(
    ([selector, wantedTexts]) => {
      /** Half of a letter's height over and under the middle of its line, in em: no accents, no line gap. */
      const core = 0.4;
      type Box = { left: number; top: number; right: number; bottom: number };

      /** What the scrolling and clipping ancestors leave of the page for an element's content. */
      const clipOf = (element: Element): Box => {
        const clip = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
        for (let one: Element | null = element; one && one !== document.body; one = one.parentElement) {
          if (getComputedStyle(one).overflow === 'visible') continue;
          const box = one.getBoundingClientRect();
          clip.left = Math.max(clip.left, box.left);
          clip.top = Math.max(clip.top, box.top);
          clip.right = Math.min(clip.right, box.right);
          clip.bottom = Math.min(clip.bottom, box.bottom);
        }
        return clip;
      };
      const isDrawn = (element: Element) =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        element.closest('.visually-hidden') === null;

      /** The core of each line of an element's text. */
      const linesOf = (element: Element): Box[] => {
        const em = Number.parseFloat(getComputedStyle(element).fontSize);
        const range = document.createRange();
        range.selectNodeContents(element);
        return [...range.getClientRects()].map(({ left, right, top, bottom }) => {
          const middle = (top + bottom) / 2;
          return { left, right, top: middle - core * em, bottom: middle + core * em };
        });
      };
      const meets = (a: Box, b: Box, by: number) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > by &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
      const isInside = (a: Box, b: Box) =>
        a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;

      return [...document.querySelectorAll(selector)].map((card) => {
        const id = card.getAttribute('data-ticket') ?? card.getAttribute('href') ?? '';
        const faults: string[] = [];
        const drawn = [...card.querySelectorAll('*')].filter(isDrawn);
        const letters: Box[] = [];
        const sight = (text: string) => {
          const element = drawn.findLast(
            ({ textContent }) => textContent?.replaceAll('\u00a0', ' ').trim() === text,
          );
          if (!element) return 'none';
          const clip = clipOf(element);
          const lines = linesOf(element);
          const seen = lines.filter((line) => isInside(line, clip));
          letters.push(...seen);
          const halves = lines.filter((line) => !isInside(line, clip) && meets(line, clip, 2));
          if (halves.length > 0) faults.push(`half a line of “${text.slice(0, 24)}”`);
          return seen.length === 0 ? 'none' : seen.length === lines.length ? 'whole' : 'part';
        };
        const key = Object.keys(wantedTexts).find((end) => id.endsWith(end));
        const texts = Object.fromEntries((wantedTexts[key ?? ''] ?? []).map((text) => [text, sight(text)]));

        for (const picture of drawn.filter(({ tagName }) => tagName === 'svg')) {
          const box = picture.getBoundingClientRect();
          if (letters.some((line) => meets(line, box, 2))) faults.push('a picture lies over letters');
        }
        const frame = clipOf(card);
        const buttons = drawn.filter((one) => one.matches('button, footer a'));
        for (const button of buttons) {
          const box = button.getBoundingClientRect();
          const within = isInside(box, card.getBoundingClientRect()) && isInside(box, clipOf(button));
          if (!within || !isInside(box, frame))
            faults.push(`“${button.textContent}” is not wholly on its card`);
        }
        // Covered by nothing: what a finger meets in its middle is the mark itself.
        const mark = drawn.find((one) => one.matches('[data-more]'));
        const box = mark?.getBoundingClientRect();
        const onTop =
          box && document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
        const isSeen = mark && box && isInside(box, clipOf(mark)) && mark.contains(onTop ?? null);
        return { id, texts, mark: isSeen ? (mark as HTMLElement).innerText : '', faults };
      }) as CardSight[];
    },
    [cards, wanted] as const,
  );
}

/** Makes all letters wider or narrower by about so much of their width, as another font would be. */
export function stretchLetters(page: Page, em: number): Promise<void> {
  return page.evaluate((spacing) => {
    // Adopted: the page's content security policy forbids foreign style elements.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { letter-spacing: ${spacing}em }`);
    document.adoptedStyleSheets = [sheet];
  }, em);
}
