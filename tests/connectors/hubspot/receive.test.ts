// What HubSpot's events say: where to look, and nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import { receiveEvents } from '../../../src/connectors/hubspot/receive.ts';
import { installationRoot } from '../../support/installation.ts';

const event = (subscriptionType: string, more: object = {}): object => ({ eventId: 1, subscriptionId: 2, portalId: 24601, appId: 4711, occurredAt: 1, subscriptionType, attemptNumber: 0, objectId: 12, changeSource: 'CRM_UI', sourceId: 'userId:7', ...more });
const by = (sourceId: string, type = 'company.propertyChange'): object => event(type, { changeSource: 'INTEGRATION', sourceId });
const change = (name: string): object => event('contact.propertyChange', { propertyName: name, propertyValue: 'aino@koivu.example' });
const told = (...events: readonly unknown[]): readonly string[] => receiveEvents(events, '24601').map(({ entity, id, kind }) => `${entity} ${id} ${kind}`);

it('every event that the manifest names is understood', () => {
  const { webhooks } = loadConfig({ env: {}, rootDir: installationRoot }).manifest;
  expect(webhooks.length).toBeGreaterThan(10);
  for (const { event: name, entity } of webhooks) {
    const ends = { associationType: `${name.split('.')[0] ?? ''}_TO_COMPANY`.toUpperCase(), fromObjectId: 5, toObjectId: 6 };
    expect(receiveEvents([event(name, name.endsWith('associationChange') ? ends : {})], null)[0]).toMatchObject({ entity });
  }
});

describe('an event', () => {
  it.each([
    ['company.creation', 'account 12 changed'],
    ['company.propertyChange', 'account 12 changed'],
    ['contact.deletion', 'contact 12 deleted'],
    ['deal.restore', 'salesCase 12 restored'],
    ['deal.propertyChange', 'salesCase 12 changed'],
  ])('%s says where to look', (type, hint) => expect(told(event(type))).toEqual([hint]));

  it('of a general kind tells the object by its number', () => {
    expect(told(event('object.creation', { objectTypeId: '0-1' }), event('object.deletion', { objectTypeId: '0-3' }), event('object.creation', { objectTypeId: '0-27' }), event('object.creation'))).toEqual(['contact 12 changed', 'salesCase 12 deleted']);
  });

  it('of a merge names every record in it, whichever of its ids are there', () => {
    expect(told(event('company.merge', { objectId: 14, primaryObjectId: 12, mergedObjectIds: [13], newObjectId: 14 }))).toEqual(['account 14 merged', 'account 12 merged', 'account 13 merged']);
    expect(told(event('company.merge', { objectId: null, mergedObjectIds: [13] }))).toEqual(['account 13 merged']);
  });

  it('of an association names both ends', () => {
    const association = { objectId: undefined, associationType: 'CONTACT_TO_COMPANY', fromObjectId: 5, toObjectId: 6 };
    expect(told(event('contact.associationChange', association))).toEqual(['contact 5 related', 'account 6 related']);
    expect(told(event('contact.associationChange', { ...association, associationType: 'CONTACT_TO_TICKET' }))).toEqual(['contact 5 related']);
    expect(told(event('contact.associationChange', { fromObjectId: 5, toObjectId: 6 }))).toEqual([]);
  });

  it('of a person who was forgotten is both a deletion and a matter of its own', () => {
    expect(told(event('contact.privacyDeletion'))).toEqual(['contact 12 erased', 'contact 12 deleted']);
  });

  it('about our own write says nothing, but one about another app’s does', () => {
    expect(told(by('4711'))).toEqual([]);
    expect(told(by('4712'))).toEqual(['account 12 changed']);
    expect(told(by('4711', 'company.deletion'))).toEqual(['account 12 deleted']);
  });

  it('of another account says nothing; while the account is not known, every one does', () => {
    expect(told(event('company.creation', { portalId: 1 }))).toEqual([]);
    expect(receiveEvents([event('company.creation', { portalId: 1 })], null)).toHaveLength(1);
  });

  it('says a thing once per record, and nothing of what the record holds', () => {
    const hints = receiveEvents([change('email'), change('firstname'), change('email')], null);
    expect(hints).toEqual([{ entity: 'contact', id: '12', kind: 'changed' }]);
  });

  it('that is not understood is passed over, without harm to the others', () => {
    const odd = [null, 7, 'x', [], {}, event('company'), event('company.unheard'), event('ticket.creation'), event('company.creation', { objectId: '../1' }), event('company.creation', { objectId: -1 }), event('__proto__.creation'), event('company.constructor')];
    expect(told(...odd, event('company.creation', { objectId: '99', unheard: { of: true } }))).toEqual(['account 99 changed']);
    fc.assert(fc.property(fc.array(fc.anything()), (events) => Array.isArray(receiveEvents(events, '24601'))));
  });
});
