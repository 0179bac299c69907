import type { AnyCommand } from './records.ts';

/**
 * Why a command must not be carried out when it comes by `W.work`, the topic that workers write; undefined when it may.
 * Workers report on tickets and bring in adopted orders: whoever can write there must not gain the rights of people.
 */
export function workRefusal(command: AnyCommand): string | undefined {
  const { type, by } = command;
  if (by.kind !== 'worker') return `${type} in the name of a ${by.kind}: only workers may send commands here`;
  switch (type) {
    case 'start':
    case 'complete':
    case 'fail':
    case 'requeue':
      return undefined;
    case 'place': {
      const isAdoption =
        command.ticketed === true &&
        command.customerId === undefined &&
        command.keyHash === undefined &&
        command.contact === undefined;
      return isAdoption ? undefined : 'place for a customer: workers only adopt orders that have a ticket';
    }
    default:
      return `${type}: workers may only start, complete, fail, requeue and adopt`;
  }
}
