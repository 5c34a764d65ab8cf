// What a person may be where, by their claims and the map.
import { describe, expect, it } from 'vitest';
import { knownClaims, membershipsOf } from '../../src/api/memberships.ts';

const map = [
  { value: 'sellers', roles: ['sales', 'marketing'], workspaces: ['*'] },
  { value: 'north', roles: ['admin', 'sales'], workspaces: ['north'] },
  { value: 'aino@example.fi', roles: ['finance'], workspaces: ['main'] },
];

describe('the values of a claim', () => {
  it.each([
    ['a list', 'groups', { groups: ['sellers', 'bowlers', 'north'] }, ['sellers', 'north']],
    ['one text', 'groups', { groups: 'sellers' }, ['sellers']],
    ['a claim within another', 'realm_access.roles', { realm_access: { roles: ['north'] } }, ['north']],
    ['a claim with dots in its own name', 'https://example.fi/groups', { 'https://example.fi/groups': ['sellers'] }, ['sellers']],
    ['no claim at all', 'groups', {}, []],
    ['something else than text', 'groups', { groups: [1, null, { sellers: true }] }, []],
    ['a name that every object has', 'constructor.name', {}, []],
    ['an address that is verified', 'email', { email: 'aino@example.fi', email_verified: true }, ['aino@example.fi']],
    ['an address that is not', 'email', { email: 'aino@example.fi', email_verified: false }, []],
    ['an address of which nobody says so', 'email', { email: 'aino@example.fi' }, []],
  ])('are those that the map knows: %s', (_what, claim, claims, known) => {
    expect(knownClaims({ claim, map }, claims)).toEqual(known);
  });
});

describe('memberships', () => {
  it('add up over the values, each role once, in the workspaces that there are', () => {
    expect([...membershipsOf({ map }, ['sellers', 'north'], ['main', 'north'])]).toEqual([['main', ['sales', 'marketing']], ['north', ['sales', 'marketing', 'admin']]]);
  });

  it('are none in a workspace that no value is about', () => {
    expect([...membershipsOf({ map }, ['north'], ['main'])]).toEqual([]);
    expect([...membershipsOf({ map }, ['aino@example.fi'], ['main', 'north'])]).toEqual([['main', ['finance']]]);
  });
});
