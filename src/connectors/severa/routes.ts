// Home of the routes that are used one by one: calls as data, so that every user spells them alike.
// PATCH is Replace only and answers an array; a create is never sent twice unless it certainly was not carried out.
import { z } from 'zod';
import type { HttpCall } from '../call.ts';
import { activityRow, addressRow, communicationRow, contactRow, customerRow, customValueRow, oneOf, projectRow, segmentLinkRow, statusEntryRow } from './rows.ts';

const bucket = 'severa';

/** Property of the vendor's model → value; null clears. */
export type Changes = Readonly<Record<string, unknown>>;

function patchOf(changes: Changes): unknown {
  return Object.entries(changes).map(([property, value]) => ({ op: 'Replace', path: `/${property}`, value }));
}

export function get<Row>(route: string, guid: string, reply: z.ZodType<Row>) {
  return { method: 'GET', route: `GET ${route}`, path: route.replace('{guid}', encodeURIComponent(guid)), bucket, replay: 'safe', reply, accept: [404] } as const;
}

export function patch<Row>(route: string, guid: string, changes: Changes, row: z.ZodType<Row>): HttpCall<Row> {
  const path = route.replace('{guid}', encodeURIComponent(guid));
  return { method: 'PATCH', route: `PATCH ${route}`, path, json: patchOf(changes), bucket, replay: 'repeat', reply: oneOf(row) };
}

function post<Row>(route: string, customer: string, json: unknown, row: z.ZodType<Row>): HttpCall<Row> {
  const path = route.replace('{customerGuid}', encodeURIComponent(customer));
  return { method: 'POST', route: `POST ${route}`, path, json, bucket, replay: 'look-first', reply: oneOf(row) };
}

/** 404: it is gone already, which is as good. */
export function remove(route: string, guid: string) {
  return { method: 'DELETE', route: `DELETE ${route}`, path: route.replace('{guid}', encodeURIComponent(guid)), bucket, replay: 'repeat', reply: null, accept: [404] } as const;
}

/** Rows that must be addressable afterwards. */
const made = <Shape extends z.ZodRawShape>(row: z.ZodObject<Shape>) => row.extend({ guid: z.string().min(1) });

/** Custom values hang on customers and on projects alike. */
export type ValueOwner = 'customers' | 'projects';

export const routes = {
  customer: (guid: string) => get('/v1/customers/{guid}', guid, customerRow),
  createCustomer: (json: unknown) => post('/v1/customers', '', json, made(customerRow)),
  patchCustomer: (guid: string, changes: Changes) => patch('/v1/customers/{guid}', guid, changes, made(customerRow)),
  createAddress: (customer: string, json: unknown) => post('/v1/customers/{customerGuid}/addresses', customer, json, made(addressRow)),
  address: (guid: string) => get('/v1/addresses/{guid}', guid, addressRow),
  patchAddress: (guid: string, changes: Changes) => patch('/v1/addresses/{guid}', guid, changes, made(addressRow)),
  createSegmentLink: (json: unknown) => post('/v1/customermarketsegments', '', json, made(segmentLinkRow)),
  deleteSegmentLink: (guid: string) => remove('/v1/customermarketsegments/{guid}', guid),
  createCustomValue: (owner: ValueOwner, json: unknown) => post(`/v1/${owner}/customvalues`, '', json, made(customValueRow)),
  patchCustomValue: (owner: ValueOwner, guid: string, changes: Changes) => patch(`/v1/${owner}/customvalues/{guid}`, guid, changes, made(customValueRow)),
  contact: (guid: string) => get('/v1/contactpersons/{guid}', guid, contactRow),
  createContact: (json: unknown) => post('/v1/contactpersons', '', json, made(contactRow)),
  patchContact: (guid: string, changes: Changes) => patch('/v1/contactpersons/{guid}', guid, changes, made(contactRow)),
  createCommunication: (json: unknown) => post('/v1/contactcommunications', '', json, made(communicationRow)),
  patchCommunication: (guid: string, changes: Changes) => patch('/v1/contactcommunications/{guid}', guid, changes, made(communicationRow)),
  deleteCommunication: (guid: string) => remove('/v1/contactcommunications/{guid}', guid),
  project: (guid: string) => get('/v1/projects/{guid}', guid, projectRow),
  createProject: (json: unknown) => post('/v1/projects', '', json, made(projectRow)),
  patchProject: (guid: string, changes: Changes) => patch('/v1/projects/{guid}', guid, changes, made(projectRow)),
  activity: (guid: string) => get('/v1/activities/{guid}', guid, activityRow),
  createActivity: (json: unknown) => post('/v1/activities', '', json, made(activityRow)),
  patchActivity: (guid: string, changes: Changes) => patch('/v1/activities/{guid}', guid, changes, made(activityRow)),
};

/** Lists below one record. */
export const below = {
  addresses: (customer: string) => ({ ...path('customers/{customerGuid}/addresses', customer), row: addressRow }),
  segmentLinks: (customer: string) => ({ ...path('customers/{customerGuid}/customermarketsegments', customer), row: segmentLinkRow }),
  contacts: (customer: string) => ({ ...path('customers/{customerGuid}/contactpersons', customer), row: contactRow }),
  communications: (contact: string) => ({ ...path('contacts/{contactGuid}/contactcommunications', contact), row: communicationRow }),
  customValues: (owner: ValueOwner, guid: string) => ({ ...path(`${owner}/{${owner.slice(0, -1)}Guid}/customvalues`, guid), row: customValueRow }),
  statusHistory: (project: string) => ({ ...path('projects/{projectGuid}/salesstatushistory', project), row: statusEntryRow }),
};

function path(template: string, guid: string): { readonly route: string; readonly path: string } {
  return { route: `/v1/${template}`, path: `/v1/${template.replace(/\{[^}]*\}/, encodeURIComponent(guid))}` };
}
