import { describe, expect, it, vi } from 'vitest';
import { createReplies, type ReplyRecord } from './replies.ts';

const read = (value: Buffer | null): unknown => JSON.parse(String(value));

function reply(id: string, value: string = JSON.stringify({ id, orderId: 'o-1' })): ReplyRecord {
  return { topic: 'w.replies', partition: 0, offset: 0, key: id, value: Buffer.from(value) };
}

describe('createReplies', () => {
  it('passes a reply to every request that waits for it, once, and drops the others', () => {
    const replies = createReplies(read, vi.fn());
    const takers = [vi.fn(), vi.fn(), vi.fn()];
    replies.expect('a', undefined, takers[0] ?? vi.fn());
    replies.expect('a', undefined, takers[1] ?? vi.fn());
    replies.expect('b', undefined, takers[2] ?? vi.fn());
    expect(replies.waiting).toBe(3);
    replies.receive([reply('x'), reply('a'), reply('a')]);
    expect(takers.map((t) => t.mock.calls.length)).toEqual([1, 1, 0]);
    expect(replies.waiting).toBe(1);
  });

  it('lets one request stop waiting without the others', () => {
    const replies = createReplies(read, vi.fn());
    const [left, stayed] = [vi.fn(), vi.fn()];
    const stop = replies.expect('a', 'h', left);
    replies.expect('a', 'h', stayed);
    stop?.();
    stop?.();
    expect(replies.waiting).toBe(1);
    replies.receive([reply('a')]);
    expect([left.mock.calls.length, stayed.mock.calls.length]).toEqual([0, 1]);
    expect(replies.waiting).toBe(0);
  });

  it('does not let two requests wait for one id with different bodies', () => {
    const replies = createReplies(read, vi.fn());
    replies.expect('a', 'one body', vi.fn());
    expect(replies.expect('a', 'another', vi.fn())).toBeUndefined();
    expect(replies.waiting).toBe(1);
  });

  it('reports a reply that cannot be read, and keeps waiting', () => {
    const unreadable = vi.fn();
    const replies = createReplies(read, unreadable);
    const take = vi.fn();
    replies.expect('a', undefined, take);
    replies.receive([reply('a', '{'), reply('a')]);
    expect(unreadable).toHaveBeenCalledOnce();
    expect(take).toHaveBeenCalledOnce();
  });
});
