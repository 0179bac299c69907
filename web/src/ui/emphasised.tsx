/** A text of the catalogue; its parts in `<b>` are strong, wherever a language has them. */
export const Emphasised = ({ text }: { text: string }) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: a part is its position
  text.split(/<\/?b>/).map((part, index) => (index % 2 === 1 ? <strong key={index}>{part}</strong> : part));
