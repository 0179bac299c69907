import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { applyCrds } from '../manifests/crds.ts';
import { type Shop, startShop } from '../shop/shop.ts';
import { stopOrders } from '../usage/orders.ts';
import { changeSteps } from './change-steps.ts';
import { failureSteps } from './failure-steps.ts';
import { installSteps } from './install-steps.ts';
import { scaleSteps } from './scale-steps.ts';

// One installation, used as its owners would over some weeks: the order of the parts is the order of its life.
let shop: Shop;

beforeAll(async () => {
  await applyCrds();
  shop = await startShop();
});

afterEach(stopOrders);

afterAll(async () => {
  await shop?.close();
});

describe('installed', () => installSteps(() => shop));
describe('scaled', () => scaleSteps(() => shop));
describe('in trouble', () => failureSteps(() => shop));
describe('changed', () => changeSteps(() => shop));
