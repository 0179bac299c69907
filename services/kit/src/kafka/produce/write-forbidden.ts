/** The broker does not let this client write to a topic. Each further attempt fails until the right is given. */
export class WriteForbidden extends Error {
  override readonly name = 'WriteForbidden';

  constructor(topic: string, options: { cause?: unknown } = {}) {
    super(`no right to write to topic ${topic}: give this service's user the operation Write on it`, options);
  }
}
