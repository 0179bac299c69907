import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/page/notice.tsx';

/** Keeps a fault of this app to the page it happens on, and says so: a blank page tells nobody anything. */
export class PageBoundary extends Component<{ children: ReactNode }, { fault?: string }> {
  override state: { fault?: string } = {};

  static getDerivedStateFromError(cause: unknown): { fault: string } {
    return { fault: cause instanceof Error ? cause.message : String(cause) };
  }

  override componentDidCatch(cause: unknown, info: ErrorInfo): void {
    console.error(cause, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.fault === undefined) return this.props.children;
    return (
      <Notice tone="bad" title="This page has a fault">
        <p>Orders are not affected. The fault: {this.state.fault}</p>
        <p>
          <Button onClick={() => location.reload()}>Load the page again</Button>
        </p>
      </Notice>
    );
  }
}
