import { useId, useState } from 'react';
import type { WorkflowScope } from '../../lib/orders/workflow-context.ts';
import { isName } from '../../lib/session/persona.ts';
import { useSessions } from '../../lib/session/session-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { Icon } from '../../ui/icon.tsx';
import inputs from '../../ui/input.module.css';
import styles from './persona-picker.module.css';
import { presetsFor } from './persona-presets.ts';

/** Chooses the person of this tab; two tabs can be two people. Only a local system accepts that. */
export const PersonaPicker = ({
  scope: { me, workflow },
  onChosen,
}: {
  scope: WorkflowScope;
  onChosen(): void;
}) => {
  const sessions = useSessions();
  const [typed, setTyped] = useState('');
  const id = useId();
  const name = typed.trim();
  const problem = name !== '' && !isName(name);
  return (
    <section className={styles.picker} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t('person:signedInAs')}</h3>
      <div className={inputs.field}>
        <label htmlFor={`${id}-name`}>{t('person:name')}</label>
        <input
          id={`${id}-name`}
          className={inputs.input}
          value={typed}
          placeholder={t('person:nameHint')}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={({ target }) => setTyped(target.value)}
        />
        {problem && (
          <p id={`${id}-problem`} className={styles.problem}>
            <Icon name="incident" /> {t('person:nameProblem')}
          </p>
        )}
      </div>
      <ul className={styles.presets}>
        {presetsFor(workflow).map(({ title, says, persona }) => (
          <li key={title}>
            <button
              type="button"
              className={styles.preset}
              aria-pressed={persona.roles.join() === me.roles.join()}
              aria-disabled={problem ? true : undefined}
              onClick={() => {
                if (problem) return;
                sessions.become({ ...persona, name: name || persona.name });
                onChosen();
              }}
            >
              <strong>{title}</strong>
              <span>{says}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.note}>{t('person:note')}</p>
    </section>
  );
};
