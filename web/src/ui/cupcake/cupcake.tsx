import { lookOf, type Topping } from './flavours.ts';

const scales: Record<string, number> = { S: 0.7, M: 0.82, L: 0.92, XL: 1 };

/** A cupcake in the colours of its flavour and as big as its size: an accent, so hidden from screen readers. */
export const Cupcake = ({
  flavour = '',
  size = 'L',
  className,
}: {
  flavour?: string | undefined;
  size?: string | undefined;
  className?: string | undefined;
}) => {
  const look = lookOf(flavour);
  const scale = scales[size] ?? 0.9;
  return (
    <svg viewBox="0 0 64 64" className={className} aria-hidden="true">
      <g transform={`translate(32 62) scale(${scale}) translate(-32 -62)`}>
        <path d="M13 38h38l-5 20.5q-.7 3-3.7 3H21.7q-3 0-3.7-3z" fill={look.liner} />
        <path
          d="M20 40l2.7 20M26 40l1.6 20.5M32 40v20.5M38 40l-1.6 20.5M44 40l-2.7 20"
          stroke={look.pleat}
          strokeWidth="1.8"
          fill="none"
        />
        <path
          d="M9 37.5c-3-6 1.8-11 8-11h30c6.2 0 11 5 8 11-2 3.8-7 4-9.6 1.6-2.6 2.8-6.8 2.8-9 0-2.4 2.8-6.6 2.8-9 0-2.4 2.8-6.6 2.8-9 0-2.4 2.4-7.4 2.2-9.4-1.6z"
          fill={look.shade}
        />
        <path d="M11.5 33c-2-5.5 2-9.5 7-9.5h27c5 0 9 4 7 9.5-6 4.5-35 4.5-41 0z" fill={look.frosting} />
        <path d="M16.5 27c-1.5-6 2.5-10 8-10h15c5.5 0 9.5 4 8 10-5 4-26 4-31 0z" fill={look.shade} />
        <path d="M18 23.5c-1-5 2.5-8 7-8h14c4.5 0 8 3 7 8-5 3.6-23 3.6-28 0z" fill={look.frosting} />
        <path d="M23.5 16c-.5-5 5-6 7.5-12 1 3 9.5 6 9.5 12-3.6 3-13.4 3-17 0z" fill={look.frosting} />
        <path d="M23.5 16c3.6 3 13.4 3 17 0" stroke={look.shade} strokeWidth="1.6" fill="none" />
        <Decoration topping={look.topping} />
      </g>
    </svg>
  );
};

const Decoration = ({ topping }: { topping: Topping }) => {
  switch (topping) {
    case 'cherry':
      return (
        <>
          <path d="M32 5c1-3 3-4 5.5-4.5" stroke="#5d7a3f" strokeWidth="1.5" fill="none" />
          <circle cx="31.5" cy="8" r="4.3" fill="#b3202f" />
          <circle cx="30" cy="6.6" r="1.2" fill="#f3a5a5" />
        </>
      );
    case 'sprinkles':
      return (
        <g strokeWidth="2" strokeLinecap="round">
          <path d="M22 30l2-1M40 20l2 1" stroke="#c2566a" />
          <path d="M34 31l2 1M27 21l1.5-1.5" stroke="#5e8f86" />
          <path d="M44 29.5l1.5-1.5M33 12l1.5 1" stroke="#8d6bb0" />
        </g>
      );
    case 'chips':
      return (
        <path d="M22 29l3-1 0 3zM35 21l3 .5-2 2zM42 29l2.5-1 .5 2.5zM29 12l2.5-.5-.5 2.5z" fill="#3a1f14" />
      );
    case 'slice':
      return (
        <>
          <circle cx="33" cy="9" r="6" fill="#f2c230" />
          <circle cx="33" cy="9" r="4.4" fill="#fbeb9c" />
          <path d="M33 5v8M29 9h8M30.2 6.2l5.6 5.6M35.8 6.2l-5.6 5.6" stroke="#f2c230" strokeWidth=".8" />
        </>
      );
    case 'leaf':
      return (
        <path
          d="M31 10c0-5 4-7.5 8.5-7.5 0 5-3.5 8-8.5 7.5zM31 10c-1-3.5-4-4.5-7-4 .5 3.5 3.5 5 7 4z"
          fill="#5d8a4a"
        />
      );
    case 'none':
      return null;
    default:
      return topping satisfies never;
  }
};
