import { textDetail } from '../../lib/details/summary.ts';
import { Cupcake } from './cupcake.tsx';

/** What an order looks like: a cupcake if its details name a flavour, else the paper it is written on. */
export const OrderPicture = ({
  details,
  className,
}: {
  details: unknown;
  className?: string | undefined;
}) => {
  const flavour = textDetail(details, 'flavour');
  return flavour === undefined ? (
    <svg viewBox="0 0 64 64" className={className} aria-hidden="true" fill="none" strokeLinejoin="round">
      <path
        d="M16 8h32v48l-5.3-4-5.3 4-5.4-4-5.3 4-5.4-4-5.3 4z"
        fill="#f8e7bd"
        stroke="#b89a62"
        strokeWidth="2"
      />
      <path d="M22 18h20M22 26h20M22 34h12" stroke="#b89a62" strokeWidth="2.5" strokeLinecap="round" />
    </svg>
  ) : (
    <Cupcake flavour={flavour} size={textDetail(details, 'size')} className={className} />
  );
};
