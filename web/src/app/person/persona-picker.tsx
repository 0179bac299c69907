import { useId, useState } from 'react';
import type { WorkflowScope } from '../../lib/orders/workflow-context.ts';
import { nameProblem } from '../../lib/session/persona.ts';
import { useSessions } from '../../lib/session/session-context.ts';
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
  const problem = name === '' ? undefined : nameProblem(name);
  return (
    <section className={styles.picker} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>Signed in as …</h3>
      <div className={styles.field}>
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          className={inputs.input}
          value={typed}
          placeholder="as the role, if left empty"
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={({ target }) => setTyped(target.value)}
        />
        {problem && (
          <p id={`${id}-problem`} className={styles.problem}>
            <Icon name="incident" /> {problem}
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
      <p className={styles.note}>
        For trying out: this system runs on your machine and believes what a page says. It holds for this tab.
      </p>
    </section>
  );
};
