// Texts that we never copy, of rows that we know by their copies: fees, travel expenses, proposals and their rows of projects that are
// talked over with somebody else. They cost calls only where there are such rows.
import { afterEach, describe, expect, it } from 'vitest';
import type { EntityName } from '../../../../src/core/vocabulary.ts';
import { violations } from '../bench.ts';
import { email, forget, phone, spoken, words, world } from './world.ts';
import type { World } from './world.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

const money = { amount: 10, currencyCode: 'EUR' };

/** A project of the customer that is talked over with a colleague, with something of everything on it. */
function elsewhere(all: World) {
  const { customer, colleague, user } = all.ids;
  const project = all.put('projects', { name: 'Ylläpito', customer: { guid: customer }, projectOwner: { guid: user }, customerContact: { guid: colleague } });
  const phase = { guid: all.model.state.list('phases').find((row) => (row['project'] as { guid: string }).guid === project)?.guid ?? '' };
  const about = { project: { guid: project }, phase, user: { guid: user } };
  const fee = (text: object): string => all.put('projectfees', { ...about, name: 'Lisenssi', quantity: 1, unitPrice: money, eventDate: '2026-02-03', isBillable: true, ...text });
  const type = { guid: all.put('travelexpensetypes', { name: 'Kilometrikorvaus', expenseClass: 'Mileage' }) };
  const travel = (text: object): string => all.put('projecttravelexpenses', { ...about, travelExpense: type, quantity: 12, unitPrice: money, eventDate: '2026-02-03', ...text });
  const proposal = (text: object): string => all.put('proposals', { name: 'Tarjous', project: { guid: project }, proposalDate: '2026-02-01', ...text });
  return { project, fee, travel, proposal };
}

const row = (entity: EntityName, ...ids: readonly string[]) => ids.map((id) => ({ side: 'psa', entity, id }) as const);
const counted = (calls: Readonly<Record<string, number>>): number => Object.entries(calls).reduce((total, [route, count]) => total + (route === 'POST /v1/token' ? 0 : count), 0);

describe('rows that we know by their copies', () => {
  it('are looked through where nothing of theirs is copied, and lose the person and nothing else', async () => {
    const all = world();
    const { fee, travel, proposal } = elsewhere(all);
    const [ofFee, ofTravel, ofProposal] = [fee({ description: `Tilaus: ${spoken}`, invoiceRowComment: `Viite: ${email}` }), travel({ description: `Käynti, ${spoken} mukana` }), proposal({ freeText1: { value: `Hei ${spoken}` } })];
    const subject = { ...all.subject, around: [...row('projectFees', ofFee), ...row('travelExpenses', ofTravel), ...row('proposals', ofProposal)] };
    const { found, outcomes, left } = await forget(all, subject);
    expect(found.traces.flatMap(({ id, texts }) => (id.endsWith(ofFee) || id.endsWith(ofTravel) || id.endsWith(ofProposal) ? [[id.split(':')[0], Object.keys(texts)]] : []))).toEqual([
      ['projectfees', ['description', 'invoiceRowComment']], ['projecttravelexpenses', ['description']], ['proposals', ['freeText1']],
    ]);
    expect(words(outcomes)).not.toContain('moved');
    expect(left).toEqual([]);
    expect(all.get('projectfees', ofFee)).toMatchObject({ name: 'Lisenssi', description: 'Tilaus: [poistettu]', invoiceRowComment: 'Viite: [poistettu]' });
    expect(all.get('projecttravelexpenses', ofTravel)).toMatchObject({ description: 'Käynti, [poistettu] mukana', quantity: 12 });
    expect(all.get('proposals', ofProposal)).toMatchObject({ name: 'Tarjous', freeText1: { value: 'Hei [poistettu]' } });
  });

  it('cost a call each, or one per project where they are many, and none where there are none', async () => {
    const all = world();
    const { travel } = elsewhere(all);
    const ids = Array.from({ length: 9 }, (_, index) => travel({ description: index === 8 ? `Soitto numerosta ${phone}` : 'Käynti' }));
    const calls = async (around: World['subject']['around']): Promise<number> => {
      all.calls();
      await all.privacy.traces({ ...all.subject, around });
      return counted(all.calls());
    };
    const none = await calls([]);
    expect(await calls(row('travelExpenses', ids[0] ?? ''))).toBe(none + 1);
    expect(await calls(row('travelExpenses', ...ids))).toBe(none + 2);
    const { traces } = await all.privacy.traces({ ...all.subject, around: row('travelExpenses', ...ids) });
    expect(traces.flatMap(({ id }) => (id.startsWith('projecttravelexpenses:') ? [id] : []))).toEqual([`projecttravelexpenses:${ids[8] ?? ''}`]);
  });

  it('are looked at row by row below a proposal, whatever kind each is of', async () => {
    const all = world();
    const { proposal } = elsewhere(all);
    const on = { proposal: { guid: proposal({}) } };
    const [work, fee, part] = [all.put('proposalworkrows', { ...on, name: 'Työ', quantity: 1, workType: { guid: all.put('worktypes', { name: 'Työ' }) }, description: `${spoken} hyväksyy` }), all.put('proposalfeerows', { ...on, name: `Lisenssi, ${spoken}`, quantity: 1 }), all.put('proposalsubtotals', { ...on, name: `Osa: ${spoken}` })];
    const { outcomes, left } = await forget(all, { ...all.subject, around: row('proposalRows', work, fee, part) });
    expect(words(outcomes).every((how) => ['redacted', 'detached', 'deleted', 'anonymised'].includes(how))).toBe(true);
    expect(left).toEqual([]);
    expect([all.get('proposalworkrows', work)?.['description'], all.get('proposalfeerows', fee)?.['name'], all.get('proposalsubtotals', part)?.['name']]).toEqual(['[poistettu] hyväksyy', 'Lisenssi, [poistettu]', 'Osa: [poistettu]']);
  });

  it('stay as they are and are named where the credential may not read travel expenses', async () => {
    const all = world({ connector: { scopes: { accounts: ['customers:read', 'customers:write', 'projects:read', 'projects:write', 'fees:read', 'hours:read', 'invoices:read', 'activities:read', 'users:read'] } } });
    const { travel } = elsewhere(all);
    const { traces } = await all.privacy.traces({ ...all.subject, around: row('travelExpenses', travel({ description: spoken })) });
    expect(traces.find(({ id }) => id === 'scopes:travels')).toMatchObject({ treatment: 'manual', reason: 'scope-missing' });
  });
});

describe('what was said when a project was given its status', () => {
  it('loses the person, and the status stays', async () => {
    const all = world();
    const status = all.get('projects', all.ids.project)?.['projectStatus'] as { readonly projectStatusTypeGuid: string };
    all.model.state.edit('projects', all.ids.project, { '/projectStatus': { projectStatusTypeGuid: status.projectStatusTypeGuid, description: `${spoken} pyysi odottamaan` } }, all.clock.now());
    const { left } = await forget(all, all.subject);
    expect(left).toEqual([]);
    expect(all.get('projects', all.ids.project)?.['projectStatus']).toMatchObject({ projectStatusTypeGuid: status.projectStatusTypeGuid, description: '[poistettu] pyysi odottamaan' });
  });

  it('is read for all projects of a customer at once, before they are changed and after', async () => {
    const all = world();
    const { customer, user } = all.ids;
    for (let index = 0; index < 4; index++) all.put('projects', { name: `Projekti ${index}`, customer: { guid: customer }, projectOwner: { guid: user }, description: `Yhteys: ${spoken}` });
    all.calls();
    const { left } = await forget(all, all.subject);
    expect(left).toEqual([]);
    const calls = all.calls();
    expect([calls['GET /v1/projects'], calls['GET /v1/projects/{guid}'] ?? 0, calls['PATCH /v1/projects/{guid}']]).toEqual([3, 0, 5]);
  });
});
