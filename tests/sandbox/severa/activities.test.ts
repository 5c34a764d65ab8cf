import { describe, expect, it } from 'vitest';
import { expectContractKept, monday, named, newCaller } from './caller.ts';
import { populate } from './populated.ts';

describe('activities', () => {
  it('reach their project through the phase and their contacts through the participants', () => {
    const caller = newCaller();
    const { contact, project, rows } = populate(caller);
    const guid = String(rows['activities']?.guid);
    expect(caller.get(`/v1/activities/${guid}`)).toMatchObject({
      activityType: { category: 'CalendarEntry' },
      ownerUser: { name: 'Aino Salmela' },
      phase: { name: 'Määrittely', projectGuid: project.guid, projectName: 'Verkkokauppa', projectNumber: 1 },
      recurrenceType: 'None',
    });
    expect(caller.list(`/v1/activities/${guid}/activityparticipants`)).toMatchObject([{ type: 'Contact', name: 'Väinö Lehto', email: 'vaino@koivukyla.example', isActive: true }]);
    expect(caller.list(`/v1/activities?contactGuids=${contact.guid}&projectGuids=${project.guid}`)).toHaveLength(1);
    expect(caller.list('/v1/activities?contactGuids=nobody')).toEqual([]);
    expectContractKept(caller);
  });

  it('are found by the span they overlap, or lie wholly in', () => {
    const caller = newCaller();
    populate(caller);
    const found = (query: string): number => caller.list(`/v1/activities?${query}`).length;
    expect(found('startDateTime=2026-11-18T08:30:00Z&endDateTime=2026-11-18T12:00:00Z')).toBe(1);
    expect(found('startDateTime=2026-11-18T08:30:00Z&endDateTime=2026-11-18T12:00:00Z&useStrictStartAndEndDateTime=true')).toBe(0);
    expect(found('startDateTime=2026-11-18T09:30:00Z')).toBe(0);
  });

  it('leave out the series behind recurring ones, and tasks of nobody when asked', () => {
    const caller = newCaller();
    const { user } = populate(caller);
    const base = { ownerUser: { guid: user.guid }, startDateTime: '2026-11-18T08:00:00Z' };
    const put = (name: string, type: string, more: Record<string, unknown> = {}): void => {
      caller.model.state.put('activities', { ...base, ...more, name, activityType: { guid: named(caller, 'activitytypes', type).guid } }, monday);
    };
    put('Viikkopalaveri', 'Tapaaminen', { recurrenceType: 'Series' });
    put('Tilaa kahvia', 'Tehtävä');
    expect(caller.list('/v1/activities').map((row) => row['name'])).toEqual(['Aloituspalaveri', 'Tilaa kahvia']);
    expect(caller.list('/v1/activities?recurrenceType=Series').map((row) => row['name'])).toEqual(['Viikkopalaveri']);
    expect(caller.list('/v1/activities?includeTasksWithNoCustomer=false').map((row) => row['name'])).toEqual(['Aloituspalaveri']);
    expect(caller.list('/v1/activities?activityCategories=Task')).toHaveLength(1);
    expectContractKept(caller);
  });

  it('take their participants along when deleted', () => {
    const caller = newCaller();
    const { rows } = populate(caller);
    expect(caller.send('DELETE', `/v1/activities/${String(rows['activities']?.guid)}`).status).toBe(204);
    expect(caller.send('GET', `/v1/activityparticipants/${String(rows['activityparticipants']?.guid)}`).status).toBe(404);
  });
});
