import { Component, type ErrorInfo, type ReactNode } from 'react';
import { t } from '../lib/texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/page/notice.tsx';

/** Contains a fault of this app on the page where it happens, and reports it: a blank page explains nothing. */
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
      <Notice tone="bad" title={t('app.fault')}>
        <p>{t('app.faultWhy', { fault: this.state.fault })}</p>
        <p>
          <Button onClick={() => location.reload()}>{t('app.reload')}</Button>
        </p>
      </Notice>
    );
  }
}
