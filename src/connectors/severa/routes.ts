// Home of the customer routes that are used one by one: calls as data, so that every user spells them alike.
// PATCH is Replace only and answers an array; a create is never sent twice unless it certainly was not carried out.
import { z } from 'zod';
import type { HttpCall } from '../call.ts';
import { addressRow, customerRow, customValueRow, oneOf, segmentLinkRow } from './rows.ts';

const bucket = 'severa';

/** Property of the vendor's model → value; null clears. */
export type Changes = Readonly<Record<string, unknown>>;

function patchOf(changes: Changes): unknown {
  return Object.entries(changes).map(([property, value]) => ({ op: 'Replace', path: `/${property}`, value }));
}

function patch<Row>(route: string, guid: string, changes: Changes, row: z.ZodType<Row>): HttpCall<Row> {
  const path = route.replace('{guid}', encodeURIComponent(guid));
  return { method: 'PATCH', route: `PATCH ${route}`, path, json: patchOf(changes), bucket, replay: 'repeat', reply: oneOf(row) };
}

function post<Row>(route: string, customer: string, json: unknown, row: z.ZodType<Row>): HttpCall<Row> {
  const path = route.replace('{customerGuid}', encodeURIComponent(customer));
  return { method: 'POST', route: `POST ${route}`, path, json, bucket, replay: 'look-first', reply: oneOf(row) };
}

/** Rows that must be addressable afterwards. */
const made = <Shape extends z.ZodRawShape>(row: z.ZodObject<Shape>) => row.extend({ guid: z.string().min(1) });

export const routes = {
  customer: (guid: string) =>
    ({ method: 'GET', route: 'GET /v1/customers/{guid}', path: `/v1/customers/${encodeURIComponent(guid)}`, bucket, replay: 'safe', reply: customerRow, accept: [404] }) as const,
  createCustomer: (json: unknown) => post('/v1/customers', '', json, made(customerRow)),
  patchCustomer: (guid: string, changes: Changes) => patch('/v1/customers/{guid}', guid, changes, made(customerRow)),
  createAddress: (customer: string, json: unknown) => post('/v1/customers/{customerGuid}/addresses', customer, json, made(addressRow)),
  address: (guid: string) =>
    ({ method: 'GET', route: 'GET /v1/addresses/{guid}', path: `/v1/addresses/${encodeURIComponent(guid)}`, bucket, replay: 'safe', reply: addressRow, accept: [404] }) as const,
  patchAddress: (guid: string, changes: Changes) => patch('/v1/addresses/{guid}', guid, changes, made(addressRow)),
  createSegmentLink: (json: unknown) => post('/v1/customermarketsegments', '', json, made(segmentLinkRow)),
  deleteSegmentLink: (guid: string) =>
    ({ method: 'DELETE', route: 'DELETE /v1/customermarketsegments/{guid}', path: `/v1/customermarketsegments/${encodeURIComponent(guid)}`, bucket, replay: 'repeat', reply: null, accept: [404] }) as const,
  createCustomValue: (json: unknown) => post('/v1/customers/customvalues', '', json, made(customValueRow)),
  patchCustomValue: (guid: string, changes: Changes) => patch('/v1/customers/customvalues/{guid}', guid, changes, made(customValueRow)),
};

/** Lists below one customer. */
export const below = {
  addresses: (customer: string) => ({ ...path('addresses', customer), row: addressRow }),
  segmentLinks: (customer: string) => ({ ...path('customermarketsegments', customer), row: segmentLinkRow }),
  customValues: (customer: string) => ({ ...path('customvalues', customer), row: customValueRow }),
};

function path(list: string, customer: string): { readonly route: string; readonly path: string } {
  return { route: `/v1/customers/{customerGuid}/${list}`, path: `/v1/customers/${encodeURIComponent(customer)}/${list}` };
}
