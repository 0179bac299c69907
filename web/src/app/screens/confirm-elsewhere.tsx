import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import type { SignInConfig } from '../../lib/early/web-config-shape.ts';
import { type DeviceCode, type DeviceFlow, initialFlow } from '../../lib/screens/device-flow.ts';
import { createDeviceProvider } from '../../lib/screens/device-provider.ts';
import { type RunningFlow, runDeviceFlow } from '../../lib/screens/run-device-flow.ts';
import { t } from '../../lib/texts/texts.ts';
import { clockAge } from '../../lib/time/format.ts';
import { useNow } from '../../lib/time/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { QrCode } from '../../ui/screens/qr-code.tsx';
import styles from './set-up-page.module.css';

type DeviceConfig = SignInConfig & { deviceClientId: string };

/** A code that somebody confirms on a device of their own, and what came of it. */
export const ConfirmElsewhere = ({
  config,
  onConfirmed,
}: {
  config: DeviceConfig;
  onConfirmed(token: string): void;
}) => {
  const { state, again } = useDeviceFlow(config, onConfirmed);
  if (state.phase === 'waiting') return <Code code={state.code} />;
  if (state.phase === 'starting' || state.phase === 'confirmed') {
    return <p role="status">{t('screens:gettingCode')}</p>;
  }
  const detail = state.phase === 'refused' ? state.detail : '';
  return (
    <Notice tone="warn" title={<span role="alert">{t(`screens:flow.${state.phase}`)}</span>}>
      <p>{t(`screens:flowWhy.${state.phase}`, { detail })}</p>
      <p>
        <Button look="primary" onClick={again}>
          {t('screens:newCode')}
        </Button>
      </p>
    </Notice>
  );
};

const Code = ({ code: { userCode, address, addressWithCode, expiresAt } }: { code: DeviceCode }) => {
  // For its ticks alone: the code's end is of this device's clock.
  useNow();
  return (
    <section className={styles.code} aria-label={t('screens:confirm')}>
      <QrCode text={addressWithCode} label={t('screens:picture')} className={styles.picture ?? ''} />
      <div className={styles.words}>
        <h2>{t('screens:confirm')}</h2>
        <p>{t('screens:confirmHow')}</p>
        <p className={styles.address}>{address}</p>
        <p className={styles.userCode} role="status">
          {userCode}
        </p>
        <p className={styles.ends}>
          {t('screens:codeEnds', { time: clockAge(Math.max(0, expiresAt - Date.now())) })}
        </p>
      </div>
    </section>
  );
};

const noChange = () => () => {};
const beforeStart = () => initialFlow;

const useDeviceFlow = (
  { authority, clientId, deviceClientId, scope }: DeviceConfig,
  onConfirmed: (token: string) => void,
): { state: DeviceFlow; again(): void } => {
  const [running, setRunning] = useState<RunningFlow>();
  useEffect(() => {
    const flow = runDeviceFlow(createDeviceProvider({ authority, clientId, deviceClientId, scope }));
    setRunning(flow);
    return flow.stop;
  }, [authority, clientId, deviceClientId, scope]);
  const state = useSyncExternalStore(running?.subscribe ?? noChange, running?.get ?? beforeStart);
  const report = useEffectEvent(onConfirmed);
  useEffect(() => {
    if (state.phase === 'confirmed') report(state.token);
  }, [state]);
  return { state, again: () => running?.again() };
};
