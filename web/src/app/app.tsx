import { type ReactNode, Suspense, useEffect } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { OrderPage } from '../features/order/tracking/order-page.tsx';
import { useAccount } from '../lib/session/account.ts';
import { setUpPath } from '../lib/session/stored-screen.ts';
import { BeginAtOwnBoard } from './begin-at-own-board.tsx';
import { HomePage } from './home-page.tsx';
import { Layout } from './layout.tsx';
import { useScrollToTop } from './navigation/use-scroll-to-top.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { PageBoundary } from './page-boundary.tsx';
import type { LazyPage } from './pages.ts';
import * as pages from './pages.ts';
import { StartProvider } from './start/start.tsx';
import { Warming } from './start/warming.tsx';
import { WorkflowGate } from './start/workflow-gate.tsx';

export const App = () => {
  const { pass } = useAccount();
  if (pass && !pass.screen) {
    return (
      <StartProvider>
        {
          <Suspense fallback={<Warming />}>
            <pages.linked.Page />
          </Suspense>
        }
      </StartProvider>
    );
  }
  return (
    <StartProvider>
      <BeginAtOwnBoard />
      <Layout>
        <Pages />
      </Layout>
    </StartProvider>
  );
};

const Pages = () => {
  const [path] = useLocation();
  useScrollToTop(path);
  return (
    // By path, so that a fault of one page does not stay when another is opened.
    <PageBoundary key={path}>
      <Switch>
        <Route path="/">{gated(<HomePage />)}</Route>
        <Route path="/orders">{show(pages.myOrders, {})}</Route>
        <Route path="/orders/:id">{({ id }) => gated(<OrderPage id={decodeURIComponent(id)} />)}</Route>
        <Route path="/orders/:id/history">
          {({ id }) => show(pages.history, { id: decodeURIComponent(id) })}
        </Route>
        <Route path="/kitchen">{show(pages.kitchen, {})}</Route>
        <Route path="/kitchen/:stage">
          {({ stage }) => show(pages.stage, { name: decodeURIComponent(stage) })}
        </Route>
        <Route path="/expo">{show(pages.expo, {})}</Route>
        <Route path="/screens">{show(pages.screens, {})}</Route>
        <Route path={setUpPath}>{show(pages.setUpScreen, {})}</Route>
        <Route path="/floor">{show(pages.floor, {})}</Route>
        <Route path="/lag">{show(pages.lag, {})}</Route>
        <Route path="/incidents">{show(pages.incidents, {})}</Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </PageBoundary>
  );
};

/** A page that is loaded beside the first query, and not after it. */
const show = <Props extends object>({ Page, preload }: LazyPage<Props>, props: Props) => (
  <Preloading preload={preload}>{gated(<Page {...props} />)}</Preloading>
);

const Preloading = ({ preload, children }: { preload(): void; children: ReactNode }) => {
  useEffect(preload, [preload]);
  return children;
};

const gated = (page: ReactNode) => (
  <WorkflowGate>
    <Suspense fallback={<Warming />}>{page}</Suspense>
  </WorkflowGate>
);
