import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { tabTitle } from './tab-title.ts';

let first = true;

/** The page's h1. After a change of page it takes the focus, and the tab its title. */
export const PageHeading = ({
  title,
  className,
  children,
}: {
  title: string;
  className?: string | undefined;
  children: ReactNode;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = tabTitle(title);
  }, [title]);
  useLayoutEffect(() => {
    // A loaded page starts at its top, as every page does.
    if (!first) heading.current?.focus({ preventScroll: true });
    first = false;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
};
