import { useMedia } from './use-media.ts';

/** Whether lanes stand side by side; the same width as in the board's style sheet. */
export const useWide = (): boolean => useMedia('(min-width: 44rem)');
