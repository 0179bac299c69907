import '../../../ui/screens/screens-texts.ts';
import { useCallback, useId, useState } from 'react';
import type { Order } from '../../../lib/orders/order.ts';
import { useReply } from '../../../lib/screens/use-reply.ts';
import { useStaffApi } from '../../../lib/screens/use-staff-api.ts';
import { t } from '../../../lib/texts/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { LinkList } from './link-list.tsx';
import { NewLink } from './new-link.tsx';
import styles from './share-order.module.css';

/** Links by which others follow the order: made, shared, revoked. */
export const ShareOrder = ({ order }: { order: Order }) => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section aria-label={t('screens:share')}>
      <Button aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        {t('screens:share')}
      </Button>
      {isOpen && (
        <Dialog title={t('screens:shareTitle')} onClose={() => setIsOpen(false)}>
          <Links orderId={order.id} />
        </Dialog>
      )}
    </section>
  );
};

const Links = ({ orderId }: { orderId: string }) => {
  const api = useStaffApi();
  const links = useReply(useCallback(() => api.links(orderId), [api, orderId]));
  const [address, setAddress] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState('');
  const id = useId();
  const make = async () => {
    if (busy) return;
    setBusy(true);
    setWhy('');
    const reply = await api.createLink(orderId);
    setBusy(false);
    links.reload();
    if ('ok' in reply) setAddress(new URL(reply.ok.path, location.origin).href);
    else if ('lost' in reply) setWhy(t('screens:noAnswer'));
    else setWhy(reply.refused.code === 'LIMIT_REACHED' ? t('screens:tooManyLinks') : reply.refused.detail);
  };
  return (
    <div className={styles.share}>
      <p>{t('screens:shareWhy')}</p>
      {address === undefined ? (
        <p>
          <Button look="primary" busy={busy} onClick={() => void make()}>
            {t('screens:makeLink')}
          </Button>
        </p>
      ) : (
        <NewLink address={address} />
      )}
      <p role="alert" className={styles.why}>
        {why}
      </p>
      {links.reply && 'ok' in links.reply && links.reply.ok.length > 0 && (
        <section aria-labelledby={id}>
          <h3 id={id}>{t('screens:links')}</h3>
          <LinkList
            orderId={orderId}
            links={links.reply.ok}
            onRevoked={() => {
              setAddress(undefined);
              links.reload();
            }}
          />
        </section>
      )}
    </div>
  );
};
