import { useWorkflow } from '../../../lib/orders/workflow-context.ts';
import { Button } from '../../../ui/button.tsx';
import { OrderPicture } from '../../../ui/cupcake/order-picture.tsx';
import { Notice } from '../../../ui/page/notice.tsx';
import { FieldInput } from '../fields/field-input.tsx';
import { KitchenWait } from './kitchen-wait.tsx';
import styles from './order-form.module.css';
import { OrderOutcome } from './order-outcome.tsx';
import { useOrderForm } from './use-order-form.ts';

/** Places an order. The form is generated from the workflow's schema; typed values stay whatever happens. */
export const OrderForm = () => {
  const { workflow, fields } = useWorkflow();
  const { values, errors, phase, outcome, change, leave, submit } = useOrderForm(workflow.name, fields);

  if (fields.length === 0) {
    return <Notice title="This workflow takes no orders from here">Its details are not described.</Notice>;
  }
  const unsure = phase === 'filling' && outcome?.kind === 'unknown';
  const label = {
    sending: 'Sending …',
    resting: 'Placed',
    filling: unsure ? 'Send again' : 'Place the order',
  };
  return (
    <form
      className={styles.form}
      noValidate
      aria-label="New order"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className={styles.sign} aria-hidden="true">
        <OrderPicture details={values} className={styles.picture} />
      </div>
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          error={errors[field.name]}
          onChange={(value) => change(field.name, value)}
          onLeave={() => leave(field)}
        />
      ))}
      <KitchenWait />
      <Button type="submit" look="primary" busy={phase !== 'filling'}>
        {label[phase]}
      </Button>
      <OrderOutcome
        outcome={outcome}
        sending={phase === 'sending'}
        fieldErrors={Object.keys(errors).length}
      />
    </form>
  );
};
