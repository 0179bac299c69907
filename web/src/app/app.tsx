import { type ReactNode, Suspense } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { OrderPage } from '../features/order/tracking/order-page.tsx';
import { BeginAtOwnBoard } from './begin-at-own-board.tsx';
import { HomePage } from './home-page.tsx';
import { Layout } from './layout.tsx';
import { useScrollToTop } from './navigation/use-scroll-to-top.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { PageBoundary } from './page-boundary.tsx';
import {
  ExpoPage,
  FloorPage,
  HistoryPage,
  IncidentsPage,
  KitchenPage,
  LagPage,
  MyOrdersPage,
  StagePage,
} from './pages.ts';
import { StartProvider } from './start/start.tsx';
import { Warming } from './start/warming.tsx';
import { WorkflowGate } from './start/workflow-gate.tsx';

export const App = () => (
  <StartProvider>
    <BeginAtOwnBoard />
    <Layout>
      <Pages />
    </Layout>
  </StartProvider>
);

const Pages = () => {
  const [path] = useLocation();
  useScrollToTop(path);
  return (
    // By path, so that a fault of one page does not stay when another is opened.
    <PageBoundary key={path}>
      <Switch>
        <Route path="/">{gated(<HomePage />)}</Route>
        <Route path="/orders">{gated(<MyOrdersPage />)}</Route>
        <Route path="/orders/:id">{({ id }) => gated(<OrderPage id={decodeURIComponent(id)} />)}</Route>
        <Route path="/orders/:id/history">
          {({ id }) => gated(<HistoryPage id={decodeURIComponent(id)} />)}
        </Route>
        <Route path="/kitchen">{gated(<KitchenPage />)}</Route>
        <Route path="/kitchen/:stage">
          {({ stage }) => gated(<StagePage name={decodeURIComponent(stage)} />)}
        </Route>
        <Route path="/expo">{gated(<ExpoPage />)}</Route>
        <Route path="/floor">{gated(<FloorPage />)}</Route>
        <Route path="/lag">{gated(<LagPage />)}</Route>
        <Route path="/incidents">{gated(<IncidentsPage />)}</Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </PageBoundary>
  );
};

const gated = (page: ReactNode) => (
  <WorkflowGate>
    <Suspense fallback={<Warming />}>{page}</Suspense>
  </WorkflowGate>
);
