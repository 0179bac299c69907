import { useMemo } from 'react';
import { encode } from 'uqr';

/** Modules of white around the code, in light and dark: readers need four (ISO/IEC 18004). */
const quiet = 4;

/** An address as a picture for a camera. @param label what it leads to */
export const QrCode = ({ text, label, className }: { text: string; label: string; className?: string }) => {
  const { size, path } = useMemo(() => draw(text), [text]);
  return (
    <svg
      className={className}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};

const draw = (text: string): { size: number; path: string } => {
  const { data, size } = encode(text, { ecc: 'M', border: quiet });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: dark.join('') };
};
