/**
 * Control characters that no text for people has: C0 except tab and line ends, delete, C1. A NUL ends a text in many other
 * programs, an escape moves the cursor of a terminal.
 */
const control = String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]`;
/**
 * Characters nobody sees that make others read a text in another order than it has (Unicode's bidirectional embeddings,
 * overrides and isolates, and their deprecated relatives), and the byte order mark. Phones put some around pasted
 * names. The marks LRM, RLM and ALM only help Hebrew and Arabic beside digits, and joiners make emoji and Persian: they stay.
 */
const hidden = String.raw`[\u202a-\u202e\u2066-\u206f\ufeff]`;

const firstControl = new RegExp(control);
const allHidden = new RegExp(hidden, 'g');
const allUnseen = new RegExp(`${control}|${hidden}`, 'g');

/** The first control character of a text that may not be in one, as `U+0000`. */
export function controlIn(text: string): string | undefined {
  const found = firstControl.exec(text)?.[0].charCodeAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text without the characters that only change in which order it is read. */
export function withoutHidden(text: string): string {
  return text.replace(allHidden, '');
}

/**
 * What people may be shown of a text from elsewhere, such as a name in a token or another program's answer: without
 * control and hidden characters, at most `maxLength` UTF-16 units, never half a character.
 */
export function visibleText(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const cut = text.replace(allUnseen, '').slice(0, maxLength);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1).toWellFormed() : cut.toWellFormed();
}
