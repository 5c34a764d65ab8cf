// Tickets as the service has them, and the history of a text that was overwritten: it stays as long as the record does.
import { describe, expect, it } from 'vitest';
import { ALL_SCOPES } from '../../../src/sandbox/hubspot/scopes.ts';
import { contact, OBJECTS, openAccount, START } from './support.ts';

const properties = { subject: 'Kirjautuminen', hs_pipeline_stage: '1', content: 'Aino Mäki ei pääse sisään' };

describe('a ticket', () => {
  it('needs a name and a stage, and is shown with the contact that it is tied to', () => {
    const account = openAccount();
    expect(account.post(`${OBJECTS}/tickets`, { properties: { subject: 'Kirjautuminen' } }).status).toBe(400);
    const person = contact(account);
    const made = account.post(`${OBJECTS}/tickets`, { properties, associations: [{ to: { id: person }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 16 }] }] });
    expect(made.status).toBe(201);
    const shown = account.get(`${OBJECTS}/contacts/${person}?associations=tickets`).body.associations.tickets;
    expect(shown.results).toEqual([{ id: made.body.id, type: 'contact_to_ticket' }]);
  });

  it('is open to either name of its right, and to no other', () => {
    for (const [scopes, status] of [[['tickets'], 200], [['crm.objects.tickets.read'], 200], [ALL_SCOPES.filter((scope) => scope !== 'tickets'), 403]] as const) {
      const account = openAccount({ scopes });
      const id = account.model.state.put('tickets', properties, { createdAt: START });
      expect(account.get(`${OBJECTS}/tickets/${id}`).status).toBe(status);
    }
  });

  it('keeps what a text said before in its history, however it is overwritten', () => {
    const account = openAccount();
    const id = account.model.state.put('tickets', properties, { createdAt: START });
    for (const content of ['[poistettu] ei pääse sisään', '']) account.post(`${OBJECTS}/tickets/batch/update`, { inputs: [{ id, properties: { content }, objectWriteTraceId: id }] });
    const { body } = account.get(`${OBJECTS}/tickets/${id}?propertiesWithHistory=content`);
    const said = (body.propertiesWithHistory.content as readonly { readonly value: string }[]).map(({ value }) => value);
    expect([body.properties.content ?? null, said]).toEqual([null, ['', '[poistettu] ei pääse sisään', properties.content]]);
    expect(account.model.state.history('tickets', id).get('content')).toEqual(said);
  });
});
