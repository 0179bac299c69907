import { useState } from 'react';
import type { LinkCard } from '../../../lib/screens/staff-answers.ts';
import { useStaffApi } from '../../../lib/screens/use-staff-api.ts';
import { locale, t } from '../../../lib/texts/texts.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { timeOfDay } from '../../../lib/time/format.ts';
import { Button } from '../../../ui/button.tsx';
import styles from './share-order.module.css';

/** The links that an order has. */
export const LinkList = ({
  orderId,
  links,
  onRevoked,
}: {
  orderId: string;
  links: readonly LinkCard[];
  onRevoked(): void;
}) => {
  const api = useStaffApi();
  const [why, setWhy] = useState('');
  const revoke = async (id: string) => {
    const reply = await api.revokeLink(orderId, id);
    if ('ok' in reply || ('refused' in reply && reply.refused.code === 'NO_SUCH_LINK')) onRevoked();
    else setWhy('lost' in reply ? t('screens:noAnswer') : reply.refused.detail);
  };
  return (
    <>
      <ul className={styles.links}>
        {links.map(({ id, issuedAt, issuedBy, expiresAt }) => {
          const time = timeOfDay(Date.parse(issuedAt), currentTime());
          const until = new Date(expiresAt).toLocaleDateString(locale());
          return (
            <li key={id} className={styles.link}>
              <span>{t('screens:linkOf', { by: issuedBy, time, until })}</span>
              <Button aria-label={t('screens:revokeLink', { time })} onClick={() => void revoke(id)}>
                {t('screens:revoke')}
              </Button>
            </li>
          );
        })}
      </ul>
      <p role="alert" className={styles.why}>
        {why}
      </p>
    </>
  );
};
