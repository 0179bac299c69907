/** Thrown by what waits for a broker once its time is over. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}
