import { createStore, type Store } from '@cupcakery/client/store';

export type Chime = 'new' | 'changed' | 'cancelled';

/** `blocked`: the browser plays no sound before the first click or key. */
export type ChimeState = 'blocked' | 'ready' | 'unsupported';

export type Chimes = {
  state: Pick<Store<ChimeState>, 'get' | 'subscribe'>;
  /** @param volume 0 to 1 */
  play(chime: Chime, volume: number): void;
  /** Call on a click or key: the only time a browser lets sound start. */
  unblock(): void;
  close(): void;
};

/** Notes in Hz, one after the other: up for new, level for changed, down for cancelled. */
const notes: Record<Chime, readonly number[]> = {
  new: [659, 880],
  changed: [740, 740],
  cancelled: [523, 392, 311],
};
const noteSeconds = 0.16;
/** A burst of orders is one chime and not a hundred. */
const restMs = 700;

/** Sounds synthesised by the browser; no file to load, none to fail. */
export const createChimes = (): Chimes => {
  const Context = globalThis.AudioContext;
  const context = Context ? new Context() : undefined;
  const read = (): ChimeState =>
    context === undefined ? 'unsupported' : context.state === 'running' ? 'ready' : 'blocked';
  const state = createStore(read());
  context?.addEventListener('statechange', () => state.set(read()));
  let playedAt = 0;

  return {
    state,
    play(chime, volume) {
      if (context?.state !== 'running' || Date.now() - playedAt < restMs) return;
      playedAt = Date.now();
      notes[chime].forEach((hertz, index) => {
        const begin = context.currentTime + index * noteSeconds;
        const tone = new OscillatorNode(context, { type: 'triangle', frequency: hertz });
        const gain = new GainNode(context, { gain: 0 });
        // A bell's shape; stepping the volume would click.
        gain.gain.setValueAtTime(0.0001, begin);
        gain.gain.exponentialRampToValueAtTime(Math.max(0.0002, volume), begin + 0.01);
        gain.gain.exponentialRampToValueAtTime(0.0001, begin + noteSeconds * 1.8);
        tone.connect(gain).connect(context.destination);
        tone.start(begin);
        tone.stop(begin + noteSeconds * 2);
      });
    },
    unblock() {
      if (context?.state === 'suspended') void context.resume();
    },
    close() {
      if (context && context.state !== 'closed') void context.close();
    },
  };
};
