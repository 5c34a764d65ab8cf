// Sealed texts and tickets in memory. Invariant: a ticket is given to one caller, and to none after its time.
import { storableJson } from '../ledger/storable.ts';
import type { Ticket } from '../store.ts';

interface Secrets {
  get(name: string): string | null;
  save(name: string, sealed: string): void;
  saveTicket(ticket: Ticket, now: number): void;
  takeTicket(purpose: string, hash: string, now: number): unknown;
}

export function makeSecrets(): Secrets {
  const sealedTexts = new Map<string, string>();
  const tickets = new Map<string, Ticket>();
  return {
    get: (name) => sealedTexts.get(name) ?? null,
    save: (name, sealed) => void sealedTexts.set(name, sealed),
    saveTicket: (ticket, now) => {
      for (const [key, old] of tickets) if (!inTime(old, now) || (ticket.isOnly === true && old.purpose === ticket.purpose)) tickets.delete(key);
      tickets.set(keyOf(ticket.purpose, ticket.hash), { ...ticket, data: storableJson(ticket.data) });
    },
    takeTicket: (purpose, hash, now) => {
      const key = keyOf(purpose, hash);
      const ticket = tickets.get(key);
      tickets.delete(key);
      return ticket && inTime(ticket, now) ? ticket.data : null;
    },
  };
}

const keyOf = (purpose: string, hash: string): string => JSON.stringify([purpose, hash]);

const inTime = (ticket: Ticket, now: number): boolean => Date.parse(ticket.expiresAt) > now;
