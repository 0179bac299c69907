import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { changeSteps } from './change-steps.ts';
import { applyCrds } from './crds.ts';
import { failureSteps } from './failure-steps.ts';
import { installSteps } from './install-steps.ts';
import { stopOrders } from './orders.ts';
import { scaleSteps } from './scale-steps.ts';
import { openShop, type Shop } from './shop.ts';

// One installation, used as its owners would over some weeks: the order of the parts is the order of its life.
let shop: Shop;

beforeAll(async () => {
  await applyCrds();
  shop = await openShop();
});

afterEach(stopOrders);

afterAll(async () => {
  await shop?.close();
});

describe('installed', () => installSteps(() => shop));
describe('scaled', () => scaleSteps(() => shop));
describe('in trouble', () => failureSteps(() => shop));
describe('changed', () => changeSteps(() => shop));
