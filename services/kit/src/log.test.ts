import { describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';

function capture(level = 'info') {
  const lines: string[] = [];
  const log = createLogger({ service: 'demo', level, destination: { write: (line) => lines.push(line) } });
  return { log, text: () => lines.join(''), last: (): unknown => JSON.parse(lines.at(-1) ?? 'null') };
}

describe('createLogger', () => {
  it('writes ISO time, the level as a word and the service', () => {
    const { log, last } = capture();
    log.info({ order: 'a-1' }, 'placed');
    expect(last()).toMatchObject({ level: 'info', service: 'demo', msg: 'placed', order: 'a-1' });
    expect(last()).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/));
  });

  it('hides secrets at several depths, in child loggers and in errors', () => {
    const { log, text } = capture();
    log.info({ password: 'hunter', kafka: { sasl: { username: 'u', password: 'hunter' } } });
    log.info({ request: { headers: { authorization: 'hunter', cookie: 'hunter' } } });
    log.child({ token: 'hunter' }).info('child');
    log.error({ err: Object.assign(new Error('no'), { config: { headers: { Authorization: 'hunter' } } }) });
    expect(text()).not.toContain('hunter');
    expect(text()).toContain('[hidden]');
  });

  it('keeps the cause of an error', () => {
    const { log, last } = capture();
    log.error({ err: new Error('could not commit', { cause: new Error('broker gone') }) }, 'failed');
    expect(last()).toMatchObject({ err: { message: 'could not commit', cause: { message: 'broker gone' } } });
  });

  it('does not change the object that is logged', () => {
    const { log } = capture();
    const sasl = { password: 'kept' };
    log.info({ kafka: sasl });
    expect(sasl.password).toBe('kept');
  });
});
