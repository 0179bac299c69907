export type PinKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'Backspace';

/** By the server's rule: 4 to 12 digits. */
const [least, most] = [4, 12];

/** The code after a key of the pad. */
export const editCode = (code: string, key: PinKey): string =>
  key === 'Backspace' ? code.slice(0, -1) : (code + key).slice(0, most);

/** Whether a code can be sent. */
export const isWhole = (code: string): boolean => code.length >= least;
