import { capitalised } from '../../lib/orders/order.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';

const known = {
  customer: 'person:customer',
  sre: 'person:manager',
  admin: 'person:admin',
  shopkeeper: 'person:shopkeeper',
} as const;

const isKnown = (role: string): role is keyof typeof known => Object.hasOwn(known, role);

/** A role as people call it: the workflow's word for one of a stage. */
export const roleWords = (role: string): string => (isKnown(role) ? t(known[role]) : capitalised(word(role)));

/** All of somebody's roles. */
export const rolesWords = (roles: readonly string[]): string =>
  roles.length === 0 ? t('person:noRole') : roles.map(roleWords).join(', ');
