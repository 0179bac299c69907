import { useWorkflow } from '../../lib/orders/workflow-context.ts';
import { t } from '../../lib/texts/texts.ts';
import { currentTime } from '../../lib/time/clock.ts';
import { spanWords, timeOfDay } from '../../lib/time/format.ts';
import { Mark } from '../../ui/mark.tsx';
import { eventWords, type OrderEvent, personWords, screenOf } from './event-words.ts';
import styles from './history-page.module.css';
import { useScreenNames } from './use-screen-names.ts';

/** Events in their order; each with the time that passed since the one before. */
export const EventList = ({ events }: { events: readonly OrderEvent[] }) => {
  const { workflow } = useWorkflow();
  const screenNames = useScreenNames(events.some((event) => screenOf(event) !== undefined));
  const now = currentTime();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('history.when')}</th>
            <th scope="col">{t('history.after')}</th>
            <th scope="col">{t('history.what')}</th>
            <th scope="col">{t('history.who')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event, index) => {
            const { icon, tone, words } = eventWords(event, workflow);
            const at = Date.parse(event.at);
            const before = events[index - 1];
            return (
              <tr key={event.version}>
                <td className={styles.time}>
                  <time dateTime={event.at}>{timeOfDay(at, now)}</time>
                </td>
                <td className={styles.after}>{before ? spanWords(at - Date.parse(before.at)) : ''}</td>
                <td className={styles.words}>
                  <Mark icon={icon} tone={tone}>
                    {words}
                  </Mark>
                </td>
                <td className={styles.who}>{personWords(event, screenNames)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
