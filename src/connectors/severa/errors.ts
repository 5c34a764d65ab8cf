// Home of Severa's error body: `{error: {type, details: [{location: {name, identifier}}]}}`, or plain text on a 429.
// Only the type and property names that we know are taken: messages and identifiers may quote what was sent.
import { z } from 'zod';
import type { Explanation } from '../refusal.ts';
import { addressFields, customerFields } from './account-map.ts';
import { activityFields } from './activity-map.ts';
import { contactFields } from './contact-map.ts';
import { salesCaseFields } from './sales-case-map.ts';

const envelope = z.object({
  error: z.object({
    type: z.string().nullish(),
    details: z.array(z.object({ location: z.object({ name: z.string().nullish(), identifier: z.string().nullish() }).nullish() })).nullish(),
  }),
});

const maps = [customerFields, addressFields, contactFields, salesCaseFields, activityFields([])];
const properties = new Set(maps.flatMap((map) => Object.values(map).flatMap(({ property }) => property ?? [])));

export function explain(_status: number, body: unknown): Explanation {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return { code: null, fields: [], scopes: [] };
  const { type, details } = parsed.data.error;
  const told = (details ?? []).flatMap(({ location }) => [location?.name, location?.identifier]);
  const names = told.flatMap((text) => text?.split(/[./[\]]/).find((part) => properties.has(part)) ?? []);
  return { code: type && /^[A-Za-z]{1,60}$/.test(type) ? type : null, fields: [...new Set(names)], scopes: [] };
}
