// Home of the table of every route, dated path first; the legacy path follows from it. Invariant: both families lead to
// the same handler over the same state, and a literal segment wins over a parameter.
import { accountDetails } from './account.ts';
import * as labels from './association-labels.ts';
import * as associations from './association-routes.ts';
import type { Call, Handler } from './call.ts';
import * as consent from './consent-routes.ts';
import { gdprDeleteRoute } from './erase.ts';
import { mergeRoute } from './merge.ts';
import { authorizePage, deleteRefreshToken, describeAccessToken, describeRefreshToken, introspectToken, issueToken, revokeToken } from './oauth.ts';
import * as batches from './object-batches.ts';
import { batchReadObjects, listObjects, readObject } from './object-reads.ts';
import { archiveObject, createObject, updateObject } from './object-writes.ts';
import { objectType } from './object-types.ts';
import { listOwners, readOwner } from './owners.ts';
import * as pipelines from './pipeline-routes.ts';
import * as properties from './property-routes.ts';
import { CONSENT_READ, CONSENT_WRITE, OWNER_SCOPES, objectScopes, schemaScopes } from './scopes.ts';
import type { Requirement } from './scopes.ts';
import { searchObjects } from './search.ts';
import * as webhooks from './webhook-routes.ts';

type ScopesOf = (call: Call) => Requirement;

export interface Route {
  readonly method: string;
  /** Dated path. */
  readonly template: string;
  readonly legacy: readonly string[];
  readonly handle: Handler;
  /** Null: open to anybody. */
  readonly scopes: ScopesOf | null;
}

const objects = (access: 'read' | 'write'): ScopesOf => (call) => objectScopes(call.type(), access);
const schemas = (access: 'read' | 'write'): ScopesOf => (call) => schemaScopes(call.type(), access);
const named = (name: string): ScopesOf => () => objectScopes(objectType(name), 'write');
const pair = (access: 'read' | 'write', from = 'fromObjectType'): ScopesOf => (call) => [...objectScopes(call.type(from), access), ...objectScopes(call.type('toObjectType'), access)];
const always = (required: Requirement): ScopesOf => () => required;
const stages = (access: 'read' | 'write'): ScopesOf => (call) => [[...objectScopes(call.type(), access), ...schemaScopes(call.type(), access)].flat()];

const O = '/crm/objects/2026-09';
const A = '/crm/associations/2026-09/{fromObjectType}/{toObjectType}';
const P = '/crm/properties/2026-09/{objectType}';
const L = '/crm/pipelines/2026-09/{objectType}';
const W = '/app-webhooks/2026-09/{appId}';
const C = '/communication-preferences/2026-09';
const LINK = `${O}/{objectType}/{objectId}/associations/{toObjectType}`;

const TABLE: readonly (readonly [method: string, template: string, handle: Handler, scopes: ScopesOf | null])[] = [
  ['GET', '/account-info/2026-09/details', accountDetails, always([])],

  ['POST', `${O}/companies/merge`, mergeRoute('companies'), named('companies')],
  ['POST', `${O}/contacts/merge`, mergeRoute('contacts'), named('contacts')],
  ['POST', `${O}/deals/merge`, mergeRoute('deals'), named('deals')],
  ['POST', `${O}/contacts/gdpr-delete`, gdprDeleteRoute, named('contacts')],
  ['GET', `${O}/{objectType}`, listObjects, objects('read')],
  ['POST', `${O}/{objectType}`, createObject, objects('write')],
  ['POST', `${O}/{objectType}/batch/read`, batchReadObjects, objects('read')],
  ['POST', `${O}/{objectType}/batch/create`, batches.batchCreateObjects, objects('write')],
  ['POST', `${O}/{objectType}/batch/update`, batches.batchUpdateObjects, objects('write')],
  ['POST', `${O}/{objectType}/batch/upsert`, batches.batchUpsertObjects, objects('write')],
  ['POST', `${O}/{objectType}/batch/archive`, batches.batchArchiveObjects, objects('write')],
  ['POST', `${O}/{objectType}/search`, searchObjects, objects('read')],
  ['GET', `${O}/{objectType}/{objectId}`, readObject, objects('read')],
  ['PATCH', `${O}/{objectType}/{objectId}`, updateObject, objects('write')],
  ['DELETE', `${O}/{objectType}/{objectId}`, archiveObject, objects('write')],

  ['PUT', `${O}/{fromObjectType}/{fromObjectId}/associations/default/{toObjectType}/{toObjectId}`, associations.putDefaultAssociation, pair('write')],
  ['GET', LINK, associations.listAssociations, pair('read', 'objectType')],
  ['PUT', `${LINK}/{toObjectId}`, associations.putAssociation, pair('write', 'objectType')],
  ['DELETE', `${LINK}/{toObjectId}`, associations.deleteAssociation, pair('write', 'objectType')],
  ['POST', `${A}/batch/read`, associations.batchReadAssociations, pair('read')],
  ['POST', `${A}/batch/create`, associations.batchCreateAssociations, pair('write')],
  ['POST', `${A}/batch/associate/default`, associations.batchDefaultAssociations, pair('write')],
  ['POST', `${A}/batch/archive`, associations.batchArchiveAssociations, pair('write')],
  ['POST', `${A}/batch/labels/archive`, associations.batchArchiveLabels, pair('write')],
  ['GET', `${A}/labels`, labels.listLabels, pair('read')],
  ['POST', `${A}/labels`, labels.createLabel, pair('write')],
  ['PUT', `${A}/labels`, labels.updateLabel, pair('write')],
  ['DELETE', `${A}/labels/{associationTypeId}`, labels.deleteLabel, pair('write')],

  ['GET', '/crm/owners/2026-09', listOwners, always(OWNER_SCOPES)],
  ['GET', '/crm/owners/2026-09/{ownerId}', readOwner, always(OWNER_SCOPES)],

  ['GET', L, pipelines.listPipelines, stages('read')],
  ['POST', L, pipelines.createPipeline, stages('write')],
  ['GET', `${L}/{pipelineId}`, pipelines.readPipeline, stages('read')],
  ['PATCH', `${L}/{pipelineId}`, pipelines.updatePipeline, stages('write')],
  ['DELETE', `${L}/{pipelineId}`, pipelines.deletePipeline, stages('write')],
  ['GET', `${L}/{pipelineId}/stages`, pipelines.listStages, stages('read')],
  ['POST', `${L}/{pipelineId}/stages`, pipelines.createStage, stages('write')],
  ['PATCH', `${L}/{pipelineId}/stages/{stageId}`, pipelines.updateStage, stages('write')],
  ['DELETE', `${L}/{pipelineId}/stages/{stageId}`, pipelines.deleteStage, stages('write')],

  ['GET', P, properties.listProperties, schemas('read')],
  ['POST', P, properties.createProperty, schemas('write')],
  ['POST', `${P}/batch/read`, properties.batchReadProperties, schemas('read')],
  ['POST', `${P}/batch/create`, properties.batchCreateProperties, schemas('write')],
  ['POST', `${P}/batch/archive`, properties.batchArchiveProperties, schemas('write')],
  ['GET', `${P}/groups`, properties.listGroups, schemas('read')],
  ['POST', `${P}/groups`, properties.createGroup, schemas('write')],
  ['GET', `${P}/groups/{groupName}`, properties.readGroup, schemas('read')],
  ['PATCH', `${P}/groups/{groupName}`, properties.updateGroup, schemas('write')],
  ['DELETE', `${P}/groups/{groupName}`, properties.deleteGroup, schemas('write')],
  ['GET', `${P}/{propertyName}`, properties.readProperty, schemas('read')],
  ['PATCH', `${P}/{propertyName}`, properties.updateProperty, schemas('write')],
  ['DELETE', `${P}/{propertyName}`, properties.archiveProperty, schemas('write')],

  ['GET', `${C}/definitions`, consent.listDefinitions, always(CONSENT_READ)],
  ['POST', `${C}/statuses/batch/read`, consent.batchReadStatuses, always(CONSENT_READ)],
  ['POST', `${C}/statuses/batch/unsubscribe-all/read`, consent.batchReadUnsubscribedAll, always(CONSENT_READ)],
  ['POST', `${C}/statuses/batch/write`, consent.batchWriteStatuses, always(CONSENT_WRITE)],
  ['GET', `${C}/statuses/{subscriberIdString}`, consent.readStatuses, always(CONSENT_READ)],
  ['POST', `${C}/statuses/{subscriberIdString}`, consent.writeStatus, always(CONSENT_WRITE)],
  ['GET', `${C}/statuses/{subscriberIdString}/unsubscribe-all`, consent.readUnsubscribedAll, always(CONSENT_READ)],
  ['POST', `${C}/statuses/{subscriberIdString}/unsubscribe-all`, consent.unsubscribeAll, always(CONSENT_WRITE)],

  ['GET', `${W}/settings`, webhooks.readSettings, always([])],
  ['PUT', `${W}/settings`, webhooks.writeSettings, always([])],
  ['DELETE', `${W}/settings`, webhooks.deleteSettings, always([])],
  ['GET', `${W}/subscriptions`, webhooks.listSubscriptions, always([])],
  ['POST', `${W}/subscriptions`, webhooks.createSubscription, always([])],
  ['POST', `${W}/subscriptions/batch/update`, webhooks.batchUpdateSubscriptions, always([])],
  ['GET', `${W}/subscriptions/{subscriptionId}`, webhooks.readSubscription, always([])],
  ['PATCH', `${W}/subscriptions/{subscriptionId}`, webhooks.updateSubscription, always([])],
  ['DELETE', `${W}/subscriptions/{subscriptionId}`, webhooks.deleteSubscription, always([])],

  ['GET', '/oauth/authorize', authorizePage, null],
  ['POST', '/oauth/2026-09/token', issueToken, null],
  ['POST', '/oauth/2026-09/token/introspect', introspectToken, null],
  ['POST', '/oauth/2026-09/token/revoke', revokeToken, null],
  // Not in the published subset and without a dated path: HubSpot's own client knows no other way to ask.
  ['GET', '/oauth/v1/access-tokens/{token}', describeAccessToken, null],
  ['GET', '/oauth/v1/refresh-tokens/{token}', describeRefreshToken, null],
  ['DELETE', '/oauth/v1/refresh-tokens/{token}', deleteRefreshToken, null],
];

const LEGACY: readonly (readonly [dated: RegExp, legacy: string])[] = [
  [/^\/crm\/objects\/2026-09(?=.*\/associations)/, '/crm/v4/objects'],
  [/^\/crm\/objects\/2026-09/, '/crm/v3/objects'],
  [/^\/crm\/associations\/2026-09/, '/crm/v4/associations'],
  [/^\/crm\/(owners|pipelines|properties)\/2026-09/, '/crm/v3/$1'],
  [/^\/communication-preferences\/2026-09/, '/communication-preferences/v4'],
  [/^\/app-webhooks\/2026-09/, '/webhooks/v3'],
  [/^\/account-info\/2026-09/, '/account-info/v3'],
  [/^\/oauth\/2026-09/, '/oauth/v3'],
];

function legacyOf(template: string): string[] {
  const rule = LEGACY.find(([dated]) => dated.test(template));
  const path = rule === undefined ? [] : [template.replace(rule[0], rule[1])];
  return template === '/oauth/2026-09/token' ? [...path, '/oauth/v1/token'] : path;
}

const ROUTES: readonly Route[] = TABLE.map(([method, template, handle, scopes]) => ({ method, template, handle, scopes, legacy: legacyOf(template) }));

export interface Matched {
  readonly route: Route;
  readonly dated: boolean;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly segments: readonly string[];
  readonly dated: boolean;
  readonly route: Route;
}

const PATTERNS: readonly Pattern[] = ROUTES.flatMap((route) =>
  [route.template, ...route.legacy].map((path) => ({ segments: path.split('/'), dated: path === route.template, route })),
).toSorted((a, b) => literals(b) - literals(a));

function literals(pattern: Pattern): number {
  return pattern.segments.filter((segment) => !segment.startsWith('{')).length;
}

/** The route of a path; null when the path is unknown, 'method' when only the method is. */
export function matchRoute(method: string, path: string): Matched | 'method' | null {
  const segments = path.replace(/\/+$/, '').split('/');
  let known = false;
  for (const { segments: wanted, dated, route } of PATTERNS) {
    if (wanted.length !== segments.length) continue;
    if (!wanted.every((segment, at) => segment.startsWith('{') || segment === segments[at])) continue;
    known = true;
    if (route.method !== method) continue;
    const parameters = Object.fromEntries(wanted.flatMap((segment, at) => (segment.startsWith('{') ? [[segment.slice(1, -1), segments[at] ?? '']] : [])));
    return { route, dated, parameters };
  }
  return known ? 'method' : null;
}
