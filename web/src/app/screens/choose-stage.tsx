import { useEffect, useId, useState } from 'react';
import type { CredentialsSource } from '../../lib/graphql/credentials.ts';
import { capitalised, type Workflow } from '../../lib/orders/order.ts';
import { createStaffApi } from '../../lib/screens/staff-api.ts';
import { t } from '../../lib/texts/texts.ts';
import { word } from '../../lib/texts/workflow-words.ts';
import inputs from '../../ui/input.module.css';
import styles from './set-up-page.module.css';

const longestName = 100;

/** The stage of the screen, with one press; its name can be typed before. */
export const ChooseStage = ({
  workflow,
  credentials,
  onChosen,
}: {
  workflow: Workflow;
  credentials: CredentialsSource | undefined;
  onChosen(stage: string, name: string): void;
}) => {
  const id = useId();
  const [typed, setTyped] = useState('');
  const names = useScreenNames(workflow.name, credentials);
  const nameOf = (stage: string): string => typed.trim() || freeName(capitalised(word(stage)), names);
  return (
    <section className={styles.choose}>
      <div className={`${inputs.field} ${styles.name}`}>
        <label htmlFor={`${id}-name`}>{t('screens:name')}</label>
        <input
          id={`${id}-name`}
          className={inputs.input}
          value={typed}
          maxLength={longestName}
          placeholder={t('screens:nameHint')}
          autoComplete="off"
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
      <h2>{t('screens:whichStage')}</h2>
      <ul className={styles.stages}>
        {workflow.stages
          .filter(({ retired }) => !retired)
          .map(({ name }) => (
            <li key={name}>
              <button type="button" className={styles.stage} onClick={() => onChosen(name, nameOf(name))}>
                <strong>{capitalised(word(name))}</strong>
                <span>{nameOf(name)}</span>
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
};

/** The names of the screens that there are, as far as this page may know them. */
const useScreenNames = (workflow: string, credentials: CredentialsSource | undefined): string[] => {
  const [names, setNames] = useState<string[]>([]);
  useEffect(() => {
    let stopped = false;
    const load = async (source: CredentialsSource) => {
      const reply = await createStaffApi(source, workflow).boards();
      if (!stopped && 'ok' in reply) setNames(reply.ok.map(({ name }) => name));
    };
    if (credentials) void load(credentials);
    return () => {
      stopped = true;
    };
  }, [workflow, credentials]);
  return names;
};

/** `Mix 1`, or the first number that is free. */
const freeName = (stage: string, taken: readonly string[]): string => {
  let number = 1;
  while (taken.includes(`${stage} ${number}`)) number += 1;
  return `${stage} ${number}`;
};
