import { connectCupcakery } from '@cupcakery/client/cupcakery';

// CUPCAKERY_URL=ws://localhost:8080/graphql STAGE=bake node kitchen-app.ts
const { CUPCAKERY_URL = 'ws://localhost:8080/graphql', STAGE = 'bake' } = process.env;
const cupcakery = connectCupcakery({ url: CUPCAKERY_URL, who: () => ({ 'x-cupcakery-user': 'display' }) });
cupcakery.link.subscribe(() => console.error(`connection: ${cupcakery.link.get().phase}`));

const tickets = cupcakery.tickets({ stage: STAGE });
tickets.subscribe(() => {
  const waiting = [...tickets.get().orders.values()].sort((a, b) => (a.readyAt < b.readyAt ? -1 : 1));
  console.log(`${waiting.length} at ${STAGE}: ${waiting.map(({ order }) => order.id).join(' ')}`);
});
