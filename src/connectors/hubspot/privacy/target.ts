// What an order about a trace is about: the record, and whom it is tied to. Invariant: everything is in the trace's id, in HubSpot's own
// words: `notes:9`, or `notes:9/contacts:5` for the tie between the two.
import type { TreatOrder } from '../../privacy.ts';

export interface Target {
  readonly order: TreatOrder;
  readonly type: string;
  readonly id: string;
  /** What comes after the record: the contact of a tie, a part of the record; null: the record itself. */
  readonly part: string | null;
}

const ID = /^([a-z]+):([^/]+)(?:\/(?:contacts:)?(.+))?$/;

export function targetOf(order: TreatOrder): Target {
  const [, type = '', id = '', part = null] = ID.exec(order.trace.id) ?? [];
  return { order, type, id, part };
}
