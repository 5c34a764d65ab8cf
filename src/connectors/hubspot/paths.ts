// Home of HubSpot's addresses. Invariant: the API version is written once, here; every path is dated.
import type { ObjectType } from './object-map.ts';

const version = '2026-09';

/** A path, and the name of its route in the call log (ids left out). */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly route: string;
}

export const routes = {
  token: fixed('POST', `/oauth/${version}/token`),
  accountDetails: fixed('GET', `/account-info/${version}/details`),
  owners: fixed('GET', `/crm/owners/${version}`),
  list: (type: ObjectType): Route => fixed('GET', `/crm/objects/${version}/${type}`),
  search: (type: ObjectType): Route => fixed('POST', `/crm/objects/${version}/${type}/search`),
  batch: (type: ObjectType, what: 'read' | 'create' | 'update' | 'archive'): Route => fixed('POST', `/crm/objects/${version}/${type}/batch/${what}`),
  one: (type: ObjectType, id: string): Route => ({
    method: 'GET',
    path: `/crm/objects/${version}/${type}/${encodeURIComponent(id)}`,
    route: `GET /crm/objects/${version}/${type}/{objectId}`,
  }),
  associations: (from: ObjectType, to: ObjectType, what: 'read' | 'create' | 'archive'): Route => fixed('POST', `/crm/associations/${version}/${from}/${to}/batch/${what}`),
  /** Deletes a person for good. */
  erase: fixed('POST', `/crm/objects/${version}/contacts/gdpr-delete`),
  subscriptions: (address: string): Route => ({
    method: 'GET',
    path: `/communication-preferences/${version}/statuses/${encodeURIComponent(address)}`,
    route: `GET /communication-preferences/${version}/statuses/{subscriberIdString}`,
  }),
  unsubscribe: (address: string): Route => ({
    method: 'POST',
    path: `/communication-preferences/${version}/statuses/${encodeURIComponent(address)}/unsubscribe-all`,
    route: `POST /communication-preferences/${version}/statuses/{subscriberIdString}/unsubscribe-all`,
  }),
  pipelines: (type: ObjectType): Route => fixed('GET', `/crm/pipelines/${version}/${type}`),
  properties: (type: ObjectType): Route => fixed('GET', `/crm/properties/${version}/${type}`),
  propertyGroups: (type: ObjectType): Route => fixed('POST', `/crm/properties/${version}/${type}/groups`),
  createProperties: (type: ObjectType): Route => fixed('POST', `/crm/properties/${version}/${type}/batch/create`),
  changeProperty: (type: ObjectType, name: string): Route => ({
    method: 'PATCH',
    path: `/crm/properties/${version}/${type}/${encodeURIComponent(name)}`,
    route: `PATCH /crm/properties/${version}/${type}/{propertyName}`,
  }),
};

function fixed(method: Route['method'], path: string): Route {
  return { method, path, route: `${method} ${path}` };
}

/** Buckets of the pacer: search has a limit of its own and does not count against the other. */
export const BUCKET = 'hubspot';
export const SEARCH_BUCKET = 'hubspot-search';

/** Most records of one list page and of one batch call. */
export const PAGE = 100;
/** Most records of one search page. */
export const SEARCH_PAGE = 200;
/** Most records of one look at associations, and most pairs of one change of them. */
export const LINK_READS = 1_000;
export const LINK_WRITES = 2_000;
/**
 * Records written at a time where they have associations: these are looked at and made by the thousand, so that a few hundreds
 * share what a hundred would spend. Not more: the look before a batch and all its calls must end well within a lease.
 */
export const LINKED_BATCH = 500;
