import { canonicalJson } from '@cupcakery/workflow/contracts/canonical-json';
import type { FutureEvent, OrderEvent } from '@cupcakery/workflow/contracts/event';
import type { OrderState } from '@cupcakery/workflow/contracts/order-state';
import { orderOf, type Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import { evolve } from '@cupcakery/workflow/decider/evolve';

/** An order whose history does not lead to its snapshot. */
export type Difference = { orderId: string; what: string };

/** Further differences are counted, not kept. */
const mostKept = 1_000;

/**
 * Compares histories with snapshots. The snapshots have been read first: a history goes at least as far, unless something
 * is lost, and is compared when it has reached the snapshot's version.
 */
export class Verification {
  readonly differences: Difference[] = [];
  /** Orders whose history led to their snapshot. */
  equal = 0;
  /** Orders that a newer release has written events for: they cannot be folded here. */
  skipped = 0;
  differenceCount = 0;
  readonly #snapshots: Map<string, Snapshot>;
  /** Histories so far; a version alone where there is nothing to compare any more. */
  readonly #states = new Map<string, OrderState | number>();
  readonly #failed = new Set<string>();

  /** @param snapshots by order; removed as they are compared */
  constructor(snapshots: Map<string, Snapshot>) {
    this.#snapshots = snapshots;
  }

  /** The next event of a partition. */
  event(event: OrderEvent | FutureEvent): void {
    const { orderId, version } = event;
    if (this.#failed.has(orderId)) return;
    const before = this.#states.get(orderId);
    const last = typeof before === 'number' ? before : (before?.order.version ?? 0);
    if (version !== last + 1) {
      this.#differs(
        orderId,
        version <= last ? `version ${version} comes twice` : `version ${last + 1} is missing`,
      );
      return;
    }
    if (event.type === 'Future') {
      this.skipped += 1;
      this.#drop(orderId);
      return;
    }
    if (typeof before === 'number') {
      this.#states.set(orderId, version);
      return;
    }
    const state = evolve(before, event);
    this.#states.set(orderId, this.#compare(orderId, state) ? version : state);
  }

  /** After the last event: what has no history, or one that ends too early. */
  end(): void {
    for (const [orderId, { version }] of this.#snapshots) {
      const state = this.#states.get(orderId);
      const last = typeof state === 'number' ? state : (state?.order.version ?? 0);
      this.#differs(
        orderId,
        last === 0
          ? 'has a snapshot and no history'
          : `its history ends at version ${last}, its snapshot has ${version}`,
      );
    }
  }

  /** @returns whether there is nothing more to compare of this order */
  #compare(orderId: string, state: OrderState): boolean {
    const snapshot = this.#snapshots.get(orderId);
    // Archived: its snapshot is gone, and its history stays.
    if (!snapshot) return true;
    if (snapshot.version !== state.order.version) return false;
    this.#snapshots.delete(orderId);
    const fields = differingFields(
      { ...orderOf(snapshot), memory: snapshot.memory },
      { ...state.order, memory: state.commandLog },
    );
    if (fields.length === 0) this.equal += 1;
    else this.#differs(orderId, `version ${snapshot.version} differs in ${fields.join(', ')}`);
    return true;
  }

  #differs(orderId: string, what: string): void {
    this.differenceCount += 1;
    if (this.differences.length < mostKept) this.differences.push({ orderId, what });
    this.#drop(orderId);
  }

  #drop(orderId: string): void {
    this.#failed.add(orderId);
    this.#states.delete(orderId);
    this.#snapshots.delete(orderId);
  }
}

function differingFields(a: Record<string, unknown>, b: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => canonicalJson(a[name] ?? null) !== canonicalJson(b[name] ?? null));
}
