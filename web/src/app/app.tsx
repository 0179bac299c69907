import { Route, Switch } from 'wouter';
import { OrderPage } from '../features/order/order-page.tsx';
import { HomePage } from './home-page.tsx';
import { Layout } from './layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { WorkflowGate } from './workflow-gate.tsx';

export const App = () => (
  <Layout>
    <PageBoundary>
      <Switch>
        <Route path="/">
          <WorkflowGate>
            <HomePage />
          </WorkflowGate>
        </Route>
        <Route path="/orders/:id">
          {({ id }) => (
            <WorkflowGate>
              <OrderPage key={id} id={decodeURIComponent(id)} />
            </WorkflowGate>
          )}
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </PageBoundary>
  </Layout>
);
