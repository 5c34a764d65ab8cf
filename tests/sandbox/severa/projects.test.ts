import { describe, expect, it } from 'vitest';
import { errorType, expectContractKept, monday, named, newCaller } from './caller.ts';
import { populate } from './populated.ts';

const later = monday + 60_000;
const since = '2026-11-16T09:00:30Z';

/** A sales case in progress, a minute old. */
function withCase(options: Parameters<typeof newCaller>[0] = {}) {
  const caller = newCaller(options);
  const { customer, user } = populate(caller);
  const project = caller.post('/v1/projects', { name: 'Intranet', customer: { guid: customer.guid }, projectOwner: { guid: user.guid } });
  const path = `/v1/projects/${String(project['guid'])}`;
  const become = (status: string) => caller.patch(path, { '/salesStatus/salesStatusTypeGuid': named(caller, 'salesstatustypes', status).guid });
  caller.now = later;
  return { caller, project, path, become };
}

describe('a sales case', () => {
  it('is a project with the defaults of the organisation and a root phase', () => {
    const { caller, project } = withCase();
    expect(project).toMatchObject({ number: 2, isClosed: false, currency: { code: 'EUR' }, businessUnit: { code: 'HK' }, salesStatus: { name: 'Liidi' }, projectStatus: { name: 'Käynnissä' }, rootPhase: { name: 'Intranet' } });
    expect(caller.list('/v1/projects')).toHaveLength(2);
    expect(caller.list('/v1/salescases')).toHaveLength(2);
    expectContractKept(caller);
  });

  it('moves through its statuses without a change of its own, seen by the status filter and the history', () => {
    const { caller, path, become } = withCase();
    expect(become('Tarjous')).toMatchObject({ salesStatus: { name: 'Tarjous' }, lastUpdatedDateTime: null });
    expect(caller.list(`/v1/projects?changedSince=${since}`)).toEqual([]);
    expect(caller.list(`/v1/projects?salesStatusChangedSince=${since}`)).toHaveLength(1);
    expect(caller.list(`/v1/projects?projectStatusChangedSince=${since}`)).toEqual([]);
    const history = caller.list(`${path}/salesstatushistory`);
    expect(history.map((entry) => (entry['salesStatusType'] as { name: string }).name)).toEqual(['Liidi', 'Tarjous']);
    expect(history.map((entry) => entry['timeStamp'])).toEqual(['2026-11-16T09:00:00.000Z', '2026-11-16T09:01:00.000Z']);
    expectContractKept(caller);
  });

  it('moves its own time with the status where that is a fact, and whenever something else changes too', () => {
    const { caller, become } = withCase({ facts: { statusChangeTouchesProject: true } });
    become('Tarjous');
    expect(caller.list(`/v1/projects?changedSince=${since}`)).toHaveLength(1);
    const other = withCase();
    const type = named(other.caller, 'salesstatustypes', 'Tarjous');
    other.caller.patch(other.path, { '/salesStatus': { salesStatusTypeGuid: type.guid }, '/probability': 40 });
    expect(other.caller.list(`/v1/projects?changedSince=${since}`)).toMatchObject([{ probability: 40, salesStatus: { name: 'Tarjous' } }]);
  });

  it('when won has probability 100 and today’s order date, and leaves the sales cases at once', () => {
    const { caller, become } = withCase();
    expect(become('Voitettu')).toMatchObject({ probability: 100, expectedOrderDate: '2026-11-16', isClosed: false });
    expect(caller.list('/v1/salescases')).toHaveLength(1);
    expect(caller.list('/v1/projects')).toHaveLength(2);
  });

  it('when lost is a closed project', () => {
    const { caller, become } = withCase();
    expect(become('Hävitty')).toMatchObject({ isClosed: true, closedDate: '2026-11-16', salesStatus: { name: 'Hävitty' } });
    expect(caller.list('/v1/salescases')).toHaveLength(1);
  });

  it('has no such effects where the vendor has none', () => {
    const { become } = withCase({ facts: { saleOutcomeEffects: false } });
    expect(become('Voitettu')).toMatchObject({ probability: null, expectedOrderDate: null });
    expect(become('Hävitty')).toMatchObject({ isClosed: false, closedDate: null });
  });

  it('refuses a status type that does not exist, and ignores the guid of the history entry', () => {
    const { caller, path, project } = withCase();
    expect(caller.send('PATCH', path, [{ op: 'Replace', path: '/salesStatus/salesStatusTypeGuid', value: 'none' }]).status).toBe(400);
    const before = (project['salesStatus'] as { guid: string }).guid;
    caller.send('PATCH', path, [{ op: 'Replace', path: '/salesStatus/guid', value: 'none' }]);
    expect((caller.get(path)['salesStatus'] as { guid: string }).guid).toBe(before);
  });

  it('keeps its currency, and an internal project stays internal', () => {
    const { caller, path } = withCase();
    const krona = caller.list('/v1/currencies').find((row) => row['code'] === 'SEK');
    expect(errorType(caller.send('PATCH', path, [{ op: 'Replace', path: '/currency', value: { guid: krona?.['guid'] } }]))).toBe('InvalidOperation');
    caller.patch(path, { '/isInternal': true });
    expect(errorType(caller.send('PATCH', path, [{ op: 'Replace', path: '/isInternal', value: false }]))).toBe('InvalidOperation');
  });

  it('closes and opens with its closing date', () => {
    const { caller, path } = withCase();
    expect(caller.patch(path, { '/isClosed': true })['closedDate']).toBe('2026-11-16');
    expect(caller.patch(path, { '/isClosed': false })['closedDate']).toBeNull();
  });

  it('spells the work type switch one way in and the other way out', () => {
    const { caller, path } = withCase();
    expect(caller.patch(path, { '/useWorktypesFromSetting': false })['useWorkTypesFromSetting']).toBe(false);
  });

  it('is found by what it hangs on', () => {
    const { caller } = withCase();
    const { customer, user } = populate(caller);
    const segment = named(caller, 'marketsegments', 'Metalli');
    expect(caller.list(`/v1/projects?customerGuids=${customer.guid}`)).toHaveLength(1);
    expect(caller.list(`/v1/customers/${customer.guid}/projects`)).toHaveLength(1);
    expect(caller.list(`/v1/projects?projectMemberUserGuids=${user.guid}`)).toHaveLength(1);
    expect(caller.list(`/v1/projects?marketSegmentationGuids=${segment.guid}`)).toHaveLength(2);
    expect(caller.list('/v1/projects?isBillable=true')).toHaveLength(2);
    expect(caller.list('/v1/projects?minimumBillableAmount=1000000')).toEqual([]);
    expectContractKept(caller);
  });
});

describe('phases', () => {
  it('stand in a tree below the root, told with their level', () => {
    const caller = newCaller();
    const { project, phase } = populate(caller);
    caller.post('/v1/phases', { name: 'Testaus', parentPhase: { guid: phase.guid } });
    const tree = caller.list(`/v1/projects/${project.guid}/phaseswithhierarchy`);
    expect(tree.map((row) => [row['name'], row['level'], row['hasChildren']])).toEqual([
      ['Verkkokauppa', 0, true],
      ['Määrittely', 1, true],
      ['Testaus', 2, false],
    ]);
    expect(caller.list('/v1/rootphaseswithhierarchy')).toMatchObject([{ name: 'Verkkokauppa' }]);
    expect(caller.list('/v1/phases')).toMatchObject([{}, {}, { project: { name: 'Verkkokauppa' }, currencyCode: { code: 'EUR' } }]);
    expect(errorType(caller.send('DELETE', `/v1/phases/${phase.guid}`))).toBe('InvalidOperation');
    expectContractKept(caller);
  });

  it('report a member deleted by a person', () => {
    const caller = newCaller();
    const { rows, phase } = populate(caller);
    caller.model.state.remove('phasemembers', String(rows['phasemembers']?.guid), later);
    expect(caller.list(`/v1/deletedphasemembers?deletedSince=${since}`)).toMatchObject([{ phase: { guid: phase.guid }, deletedDateTime: '2026-11-16T09:01:00.000Z' }]);
    expect(caller.list(`/v1/phases/${phase.guid}/phasemembers`)).toEqual([]);
    expectContractKept(caller);
  });
});

describe('proposals', () => {
  it('add up their rows', () => {
    const caller = newCaller();
    const { rows } = populate(caller);
    expect(caller.get(`/v1/proposals/${String(rows['proposals']?.guid)}`)).toMatchObject({ number: '1', totalExcludingVat: { amount: 400 }, totalIncludingVat: { amount: 425.5 }, freeText1: { value: 'Hei' }, customer: { name: 'Koivukylä Oy' } });
  });

  it('are readable only with their add-on, though writable without', () => {
    const caller = newCaller({ facts: { proposalsAddon: false } });
    const { project } = populate(caller);
    expect(errorType(caller.send('GET', '/v1/proposals'))).toBe('AddonMissing');
    caller.post('/v1/proposals', { name: 'Tarjous', project: { guid: project.guid } });
    expectContractKept(caller);
  });
});
