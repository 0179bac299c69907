import '../../ui/screens/screens-texts.ts';
import { type FormEvent, useId, useState } from 'react';
import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { useReply } from '../../lib/screens/use-reply.ts';
import { useStaffApi } from '../../lib/screens/use-staff-api.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import inputs from '../../ui/input.module.css';
import { type CodeProblem, codeProblem } from './code-rules.ts';
import styles from './own-code.module.css';

type Said = { tone: 'good' | 'bad'; words: string };

/** The own code and badge for wall screens: set, or removed. */
export const OwnCode = () => {
  const { me } = useWorkflow();
  const api = useStaffApi();
  const { reply, reload } = useReply(api.cooks);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said>();
  const id = useId();
  const own = reply && 'ok' in reply ? reply.ok.find(({ sub }) => sub === me.subject) : undefined;

  const send = async (request: ReturnType<typeof api.setCode>, done: string) => {
    if (busy) return false;
    setBusy(true);
    const answer = await request;
    setBusy(false);
    reload();
    if ('ok' in answer) setSaid({ tone: 'good', words: done });
    else if ('lost' in answer) setSaid({ tone: 'bad', words: t('screens:noAnswer') });
    else {
      const taken = answer.refused.code === 'BADGE_TAKEN';
      setSaid({ tone: 'bad', words: taken ? t('screens:badgeTaken') : answer.refused.detail });
    }
    return 'ok' in answer;
  };
  return (
    <section className={styles.own} aria-labelledby={id}>
      <h3 id={id}>{t('screens:ownCode')}</h3>
      <p>{t(stateOf(own))}</p>
      <CodeForm
        onSend={(code) => send(api.setCode({ code }), t('screens:codeSet'))}
        onProblem={(problem) => setSaid({ tone: 'bad', words: t(`screens:codeProblem.${problem}`) })}
      />
      <BadgeForm onSend={(badge) => send(api.setCode({ badge }), t('screens:badgeSet'))} />
      {own && (
        <p>
          <Button busy={busy} onClick={() => void send(api.removeCode(), t('screens:codeRemoved'))}>
            {t('screens:removeCode')}
          </Button>
        </p>
      )}
      <p role="status" className={said?.tone === 'bad' ? styles.bad : styles.good}>
        {said?.words}
      </p>
    </section>
  );
};

const stateOf = (own: { hasCode: boolean; hasBadge: boolean } | undefined) => {
  if (own?.hasCode && own.hasBadge) return 'screens:hasBoth';
  if (own?.hasBadge) return 'screens:hasBadge';
  return own ? 'screens:hasCode' : 'screens:hasNone';
};

const CodeForm = ({
  onSend,
  onProblem,
}: {
  onSend(code: string): Promise<boolean>;
  onProblem(problem: CodeProblem): void;
}) => {
  const id = useId();
  const [code, setCode] = useState('');
  const [again, setAgain] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const problem = codeProblem(code, again);
    if (problem) return onProblem(problem);
    if (!(await onSend(code))) return;
    setCode('');
    setAgain('');
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <SecretInput id={`${id}-code`} label={t('screens:code')} value={code} onChange={setCode} digits />
      <SecretInput
        id={`${id}-again`}
        label={t('screens:codeAgain')}
        value={again}
        onChange={setAgain}
        digits
      />
      <Button type="submit">{t('screens:setCode')}</Button>
    </form>
  );
};

const BadgeForm = ({ onSend }: { onSend(badge: string): Promise<boolean> }) => {
  const id = useId();
  const [badge, setBadge] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (badge !== '' && (await onSend(badge))) setBadge('');
  };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <SecretInput id={`${id}-badge`} label={t('screens:badge')} value={badge} onChange={setBadge} />
      <Button type="submit">{t('screens:setBadge')}</Button>
    </form>
  );
};

const SecretInput = ({
  id,
  label,
  value,
  onChange,
  digits = false,
}: {
  id: string;
  label: string;
  value: string;
  onChange(value: string): void;
  digits?: boolean;
}) => (
  <div className={`${inputs.field} ${styles.secret}`}>
    <label htmlFor={id}>{label}</label>
    <input
      id={id}
      type="password"
      inputMode={digits ? 'numeric' : 'text'}
      // No password of a site: a browser would offer to keep it, and to fill it in for the next one.
      autoComplete="one-time-code"
      className={inputs.input}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  </div>
);
