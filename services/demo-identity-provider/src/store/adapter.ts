import type { Adapter, AdapterPayload } from 'oidc-provider';
import { createBoundedStore } from './bounded-store.ts';

/** Of each kind: sessions, codes, refresh tokens and so on. */
const maxOfKind = 5_000;

/** The provider's state of one kind, in memory: a restart signs everybody out. */
export function createAdapter(): Adapter {
  const store = createBoundedStore<AdapterPayload>(maxOfKind);
  return {
    upsert: async (id, payload, expiresIn) =>
      store.set(id, payload, expiresIn === undefined ? undefined : expiresIn * 1000),
    find: async (id) => store.get(id),
    findByUid: async (uid) => store.find((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => store.find((payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = store.get(id);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => store.delete(id),
    revokeByGrantId: async (grantId) => store.deleteWhere((payload) => payload.grantId === grantId),
  };
}
