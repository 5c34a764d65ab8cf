// Requests of people to be forgotten in memory. Invariant: what PostgreSQL answers, in the same order.
import { isOver } from '../../core/erasure-state.ts';
import type { ErasureRequest, ErasureStep, Receipt } from '../erasures.ts';
import { overSince, requireMove, requireStepMove } from '../ledger/requests.ts';
import { storableJson } from '../ledger/storable.ts';
import type { Erasures } from '../erasures.ts';
import { order } from './queries.ts';

export interface RequestRows {
  readonly requests: Map<string, ErasureRequest>;
  readonly steps: Map<string, ErasureStep>;
  readonly receipts: Receipt[];
}

export function makeRequestRows(): RequestRows {
  return { requests: new Map(), steps: new Map(), receipts: [] };
}

type Sync<Port> = { readonly [Name in keyof Port]: Port[Name] extends (...args: infer Given) => Promise<infer Answer> ? (...args: Given) => Answer : never };

const kept = <Row>(row: Row): Row => storableJson(row) as Row;

export function makeErasures({ requests, steps, receipts }: RequestRows): Sync<Erasures> {
  const newestFirst = (): readonly ErasureRequest[] => [...requests.values()].toSorted((a, b) => order(b.receivedAt, a.receivedAt) || order(b.id, a.id));
  const stepsOf = (requestId: string): readonly ErasureStep[] =>
    [...steps.values()].filter((step) => step.requestId === requestId).toSorted((a, b) => a.position - b.position || order(a.id, b.id));
  return {
    addRequest: (request) => {
      if ([...requests.values()].some((other) => other.subjectHash === request.subjectHash && !isOver(other.state))) return false;
      requests.set(request.id, kept(request));
      return true;
    },
    request: (id) => requests.get(id) ?? null,
    requests: ({ id, states, subjectHash, due, after, limit }) => {
      const all = newestFirst();
      const behind = after === undefined ? all : all.slice(all.findIndex((one) => one.id === after) + 1);
      const wanted = behind.filter((one) => {
        return (
          (id === undefined || one.id.startsWith(id)) && (states?.includes(one.state) ?? true) && (subjectHash === undefined || one.subjectHash === subjectHash) &&
          (due === undefined || (one.nextAt !== null && Date.parse(one.nextAt) <= Date.parse(due)))
        );
      });
      const sorted = due === undefined ? wanted : wanted.toSorted((a, b) => Date.parse(a.nextAt ?? '') - Date.parse(b.nextAt ?? '') || order(a.id, b.id));
      return sorted.slice(0, limit);
    },
    saveRequest: (request, seenVersion, replaced) => {
      const known = requests.get(request.id);
      if (known?.version !== seenVersion) return false;
      requireMove(known, request);
      requests.set(request.id, { ...kept(request), version: seenVersion + 1 });
      if (replaced === undefined) return true;
      for (const { id } of stepsOf(request.id)) steps.delete(id);
      for (const step of replaced) steps.set(step.id, kept(step));
      return true;
    },
    steps: stepsOf,
    saveStep: (step, seenVersion) => {
      const known = steps.get(step.id);
      if (known?.version !== seenVersion) return false;
      requireStepMove(known, step);
      steps.set(step.id, { ...kept(step), version: seenVersion + 1 });
      return true;
    },
    saveReceipt: (receipt) => void receipts.push(kept(receipt)),
    receipts: (requestId) => receipts.filter((receipt) => receipt.requestId === requestId),
    expireRequests: (before) => {
      const expired = [...requests.values()].filter((one) => one.sealed !== null && Date.parse(overSince(one) ?? before) < Date.parse(before));
      for (const one of expired) {
        requests.set(one.id, { ...one, sealed: null });
        for (const step of stepsOf(one.id)) if (step.state !== 'retained') steps.set(step.id, { ...step, sealed: null });
      }
      return expired.length;
    },
  };
}
