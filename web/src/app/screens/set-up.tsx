import { useState } from 'react';
import type { CredentialsSource } from '../../lib/graphql/credentials.ts';
import type { Workflow } from '../../lib/orders/order.ts';
import { createStaffApi } from '../../lib/screens/staff-api.ts';
import { useAccount } from '../../lib/session/account.ts';
import { authorizationOf } from '../../lib/session/pass.ts';
import { saveScreen } from '../../lib/session/stored-screen.ts';
import { t } from '../../lib/texts/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/page/notice.tsx';
import { ChooseStage } from './choose-stage.tsx';
import { ConfirmElsewhere } from './confirm-elsewhere.tsx';
import { loadWorkflow } from './load-workflow.ts';

type Choice = { workflow: string; stage: string; name: string };
/** What went wrong, and how to go on. */
type Problem = { words: string; again(): void };

const bearer = (token: string): CredentialsSource => {
  const credentials = { authorization: authorizationOf(token) };
  return () => credentials;
};

/**
 * Stage and name, then somebody's confirmation; the other way round where only who is signed in may read the stages.
 * @param known the workflow, where this page may read it
 * @param credentials of the page's own user
 */
export const SetUp = ({
  known,
  credentials,
}: {
  known: Workflow | undefined;
  credentials: CredentialsSource | undefined;
}) => {
  const { signIn } = useAccount().config;
  const { deviceClientId } = signIn ?? {};
  const device = signIn && deviceClientId !== undefined ? { ...signIn, deviceClientId } : undefined;
  const [choice, setChoice] = useState<Choice>();
  // The manager's, between the confirmation and the board's own: in memory for these seconds only.
  const [confirmed, setConfirmed] = useState<CredentialsSource>();
  const [loaded, setLoaded] = useState<Workflow>();
  const [problem, setProblem] = useState<Problem>();
  const workflow = known ?? loaded;
  const who = device ? confirmed : credentials;

  const make = async (wanted: Choice, as: CredentialsSource) => {
    setChoice(wanted);
    setProblem(undefined);
    const { workflow: name, ...fields } = wanted;
    const reply = await createStaffApi(as, name).createBoard(fields);
    if ('lost' in reply) {
      return setProblem({ words: t('screens:noAnswer'), again: () => void make(wanted, as) });
    }
    setConfirmed(undefined);
    if ('refused' in reply) {
      const { code, detail } = reply.refused;
      const words = code === 'FORBIDDEN' ? t('screens:mayNot') : t('screens:notMade', { detail });
      const again = () => {
        setProblem(undefined);
        setChoice(undefined);
      };
      return setProblem({ words, again });
    }
    saveScreen({ token: reply.ok.token, workflow: name, stage: fields.stage, name: fields.name });
    // Loads the page again, as the screen.
    location.replace(`/kitchen/${encodeURIComponent(fields.stage)}?workflow=${encodeURIComponent(name)}`);
  };
  const load = async (as: CredentialsSource) => {
    setProblem(undefined);
    const found = await loadWorkflow(as);
    if (found) setLoaded(found);
    else setProblem({ words: t('screens:noAnswer'), again: () => void load(as) });
  };
  const onConfirmed = (token: string) => {
    const as = bearer(token);
    setConfirmed(() => as);
    void (choice ? make(choice, as) : workflow ? undefined : load(as));
  };

  if (problem) {
    return (
      <Notice tone="bad" title={<span role="alert">{t('screens:notSetUp')}</span>}>
        <p>{problem.words}</p>
        <p>
          <Button onClick={problem.again}>{t('screens:tryAgain')}</Button>
        </p>
      </Notice>
    );
  }
  if (workflow && !choice) {
    const onChosen = (stage: string, name: string) => {
      const wanted = { workflow: workflow.name, stage, name };
      if (who) void make(wanted, who);
      else setChoice(wanted);
    };
    return <ChooseStage workflow={workflow} credentials={who ?? credentials} onChosen={onChosen} />;
  }
  if (device && !confirmed) return <ConfirmElsewhere config={device} onConfirmed={onConfirmed} />;
  if (!who) return <Notice tone="warn" title={t('screens:noWay')} />;
  return <p role="status">{t('screens:making')}</p>;
};
