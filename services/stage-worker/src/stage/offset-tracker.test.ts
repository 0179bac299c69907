import { readCommitMetadata } from '@cupcakery/kit/kafka/consume/commit-metadata';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOffsetTracker } from './offset-tracker.ts';

describe('the offset tracker', () => {
  it('commits where it began before anything is seen', () => {
    expect(createOffsetTracker(7).commitPoint()).toMatchObject({ offset: 7, metadata: '' });
  });

  it('commits past markers when nothing lower is unfinished', () => {
    const tracker = createOffsetTracker(0);
    tracker.see(0);
    tracker.advance(2);
    tracker.finish(0);
    expect(tracker.commitPoint()).toMatchObject({ offset: 2, metadata: '' });
  });

  it('stays at the lowest unfinished ticket and names what is finished above it', () => {
    const tracker = createOffsetTracker(10);
    for (const offset of [10, 12, 13, 20]) tracker.see(offset);
    tracker.advance(21);
    tracker.finish(13);
    tracker.finish(20);
    expect(tracker.commitPoint()).toMatchObject({ offset: 10, metadata: 'f:3,a' });
    expect(tracker.oldestUnfinished).toBe(10);
    tracker.finish(10);
    expect(tracker.commitPoint()).toMatchObject({ offset: 12, metadata: 'f:1,8' });
  });

  it('skips after a restart what its metadata names', () => {
    const tracker = createOffsetTracker(10, readCommitMetadata(10, 'f:3,a').finished);
    expect([10, 12, 13, 20].map((offset) => tracker.see(offset))).toEqual([true, true, false, false]);
    tracker.advance(21);
    tracker.finish(10);
    tracker.finish(12);
    expect(tracker.commitPoint().offset).toBe(21);
  });

  it('commits that the target is down, as long as it is', () => {
    const tracker = createOffsetTracker(7);
    expect(tracker.commitPoint({ targetDown: true })).toMatchObject({ offset: 7, metadata: 'down;' });
    expect(tracker.commitPoint({ targetDown: false })).toMatchObject({ offset: 7, metadata: '' });
  });

  it('commits that the work is paused, whatever else is to be said', () => {
    const tracker = createOffsetTracker(7);
    expect(tracker.commitPoint({ paused: true }).metadata).toBe('paused;');
    expect(tracker.commitPoint({ paused: true, targetDown: true }, 9).metadata).toBe('down;paused;s:9;');
    expect(readCommitMetadata(7, 'down;paused;s:9;')).toMatchObject({
      targetDown: true,
      paused: true,
      since: 9,
    });
    expect(tracker.commitPoint().metadata).toBe('');
  });

  it('makes no new commit point while nothing changes', () => {
    const tracker = createOffsetTracker(0);
    tracker.see(0);
    tracker.see(1);
    tracker.finish(1);
    const point = tracker.commitPoint();
    tracker.finish(1);
    tracker.advance(0);
    expect(tracker.commitPoint()).toEqual(point);
    const later = tracker.commitPoint();
    expect(tracker.commitPoint()).toBe(later);
    expect(tracker.commitPoint({ targetDown: true })).not.toBe(later);
  });

  it('names the lowest of many that are finished in any order, and no more than fit into a commit', () => {
    const tracker = createOffsetTracker(0);
    for (let offset = 0; offset < 20_000; offset++) tracker.see(offset);
    tracker.advance(20_000);
    for (let offset = 19_999; offset > 0; offset -= 2) tracker.finish(offset);
    for (let offset = 2; offset < 20_000; offset += 2) tracker.finish(offset);
    const { offset, metadata } = tracker.commitPoint();
    const named = [...readCommitMetadata(offset, metadata).finished];
    expect(offset).toBe(0);
    expect(metadata.length).toBeLessThanOrEqual(4000);
    expect(named.length).toBeGreaterThan(1000);
    expect(named).toEqual(named.map((_, i) => i + 1));
    tracker.finish(0);
    expect(tracker.commitPoint()).toMatchObject({ offset: 20_000, metadata: '' });
  });

  it('never commits past an unfinished ticket, and a restart repeats only unfinished ones', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(300), { minLength: 1, maxLength: 80 }),
        fc.infiniteStream(fc.boolean()),
        (raw, finishes) => {
          const offsets = raw.sort((a, b) => a - b);
          const tracker = createOffsetTracker(0);
          const unfinished = new Set<number>();
          for (const offset of offsets) {
            tracker.see(offset);
            unfinished.add(offset);
          }
          tracker.advance(301);
          for (const offset of [...offsets].reverse()) {
            if (!finishes.next().value) continue;
            tracker.finish(offset);
            unfinished.delete(offset);
          }
          const { offset, metadata } = tracker.commitPoint();
          expect(offset).toBe(unfinished.size === 0 ? 301 : Math.min(...unfinished));
          const again = createOffsetTracker(offset, readCommitMetadata(offset, metadata).finished);
          const repeated = offsets.filter((o) => o >= offset && again.see(o));
          expect(new Set(repeated)).toEqual(unfinished);
        },
      ),
    );
  });
});
