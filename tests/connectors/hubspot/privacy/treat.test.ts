// Carrying out an erasure in HubSpot: what is gone afterwards, what is not touched, and what happens when something goes wrong.
import { describe, expect, it } from 'vitest';
import { beside, byId, expectDone, office, ordersFor } from './office.ts';

type Office = ReturnType<typeof office>;

async function erase({ privacy, known }: Office) {
  const { subject, traces } = await privacy.traces(known);
  const orders = ordersFor(traces, subject);
  return { subject, traces, orders, outcomes: await privacy.treat(orders) };
}

const everything = ({ model }: Office): string => JSON.stringify(['contacts', 'companies', 'deals', 'notes', 'emails', 'meetings'].map((type) => [model.state.list(type), model.state.list(type, { archived: true })]));

const withoutTimes = (at: Office): unknown => (JSON.parse(everything(at)) as { updatedAt?: string }[][][]).map((type) => type.map((rows) => rows.map((row) => ({ ...row, updatedAt: null }))));

describe('forgetting a person in HubSpot', () => {
  it('leaves nothing of her, and of everybody else every byte', async () => {
    const at = office();
    const hers = [at.aino, at.own, at.meeting, at.email, at.shared, at.mentioned, at.company];
    // Counters of the records that stay are HubSpot's to keep.
    const before = beside(at, [...hers, at.deal]);
    const { subject, traces, outcomes } = await erase(at);
    expectDone(outcomes);
    expect(beside(at, [...hers, at.deal])).toEqual(before);
    expect(at.text(at.shared, 'hs_note_body')).toBe('<p>Palaveri: <b>[poistettu]</b> ja Eero Salo, puh. [poistettu]</p>');
    expect(at.model.state.associated('notes', at.shared.slice(6), 'contacts')).toEqual([at.colleague.split(':')[1]]);
    expect(at.text(at.company, 'description')).toBe('Hyvä asiakas. Yhteys: [poistettu].');
    expect(everything(at)).not.toMatch(/aino\.virtanen|555 0101|Hermostunut|Hei Aino/i);
    at.clock.advance(60_000);
    expect(await at.privacy.left(subject, traces.filter(({ sure }) => sure))).toEqual([]);
  });

  it('does nothing more when it is done again', async () => {
    const at = office();
    const { orders } = await erase(at);
    const before = everything(at);
    const again = await at.privacy.treat(orders);
    expectDone(again);
    expect(everything(at)).toBe(before);
    expect(again.at(-1)).toEqual({ kind: 'done', how: 'absent' });
  });

  it.each([
    ['a contact with notes, an e-mail and a meeting of its own', true, 23],
    ['one that others share a note with, and that the texts of its company name', false, 29],
  ])('takes few calls from the first look to the check: %s', async (_, isPlain, most) => {
    const at = office();
    if (isPlain) {
      at.model.state.edit('companies', at.company.slice(10), { description: '' }, { now: at.clock.now(), userId: 70 });
      at.model.state.archive('notes', at.shared.slice(6), at.clock.now());
      at.model.state.archive('notes', at.mentioned.slice(6), at.clock.now());
      at.note('Toinen muistio', at.aino);
    }
    // Whoever syncs has read the lists of properties within the hour.
    await at.connector.check();
    at.callsSince();
    const { subject, traces } = await erase(at);
    await at.privacy.left(subject, traces.filter(({ sure }) => sure));
    const calls = Object.values(at.callsSince()).reduce((sum, count) => sum + count, 0);
    expect(calls).toBeLessThanOrEqual(most);
  });

  it('writes no text that somebody has changed since, and keeps the contact until that is settled', async () => {
    const at = office();
    const { subject, traces } = await at.privacy.traces(at.known);
    at.model.state.edit('notes', at.shared.slice(6), { hs_note_body: 'Aino Virtanen on lomalla' }, { now: at.clock.now(), userId: 70 });
    const orders = ordersFor(traces, subject);
    const outcomes = await at.privacy.treat(orders);
    const of = (id: string) => outcomes[orders.findIndex(({ trace }) => trace.id === id)];
    expect(of(at.shared)).toEqual({ kind: 'moved' });
    expect(of(at.aino)).toMatchObject({ kind: 'failed', error: { code: 'waits-for-others' } });
    expect(at.text(at.shared, 'hs_note_body')).toBe('Aino Virtanen on lomalla');
    expect(at.text(at.aino, 'lastname')).toBe('Virtanen');
  });

  it('does not delete a contact that has been given to a successor', async () => {
    const at = office();
    const { traces } = await at.privacy.traces(at.known);
    at.model.state.edit('contacts', at.aino.slice(9), { firstname: 'Onni', lastname: 'Lehto', email: 'onni.lehto@koivula.example' }, { now: at.clock.now(), userId: 70 });
    const trace = byId(traces).get(at.aino);
    if (!trace) throw new Error('not found');
    expect(await at.privacy.treat([{ trace, treatment: 'delete', texts: {} }])).toEqual([{ kind: 'moved' }]);
    expect(at.text(at.aino, 'lastname')).toBe('Lehto');
    at.clock.advance(60_000);
    expect(await at.privacy.left(at.known, [trace])).toEqual([]);
  });

  it('does not delete a note that somebody else has been added to meanwhile, and keeps the contact until a person has decided', async () => {
    const at = office();
    const { subject, traces } = await at.privacy.traces(at.known);
    at.tie(at.own, at.colleague);
    const orders = ordersFor(traces, subject);
    const outcomes = await at.privacy.treat(orders);
    const of = (id: string) => outcomes[orders.findIndex(({ trace }) => trace.id === id)];
    expect(of(at.own)).toMatchObject({ kind: 'rejected', error: { code: 'tied-to-others' } });
    expect(of(at.meeting)).toEqual({ kind: 'done', how: 'deleted' });
    expect(of(at.aino)).toMatchObject({ kind: 'failed', error: { code: 'waits-for-others' } });
    expect(at.text(at.own, 'hs_note_body')).toBe('<p>Aino haluaa tarjouksen</p>');
  });

  it('deletes what only the person has a part in also when the contact itself is let be', async () => {
    const at = office();
    const trace = byId((await at.privacy.traces(at.known)).traces).get(at.own);
    if (!trace) throw new Error('not found');
    expect(await at.privacy.treat([{ trace, treatment: 'delete', texts: {} }])).toEqual([{ kind: 'done', how: 'deleted' }]);
  });

  it('goes on after HubSpot was down in the middle', async () => {
    const at = office();
    const { subject, traces } = await at.privacy.traces(at.known);
    const orders = ordersFor(traces, subject);
    at.model.faults.add({ kind: 'status-503', path: '/crm/objects/2026-09/notes/batch/update', times: 20 });
    const first = await at.privacy.treat(orders);
    expect(first.at(-1)).toMatchObject({ kind: 'failed', error: { code: 'waits-for-others' } });
    expect(at.text(at.aino, 'lastname')).toBe('Virtanen');
    at.model.faults.clear();
    expectDone(await at.privacy.treat(orders.filter((_, index) => first[index]?.kind !== 'done')));
    expect(at.text(at.aino, 'lastname')).toBe('');
  });

  it.each(['before', 'after'] as const)('ends the same wherever the process dies: %s the call was carried out', async (when) => {
    const undisturbed = office();
    undisturbed.callsSince();
    const { orders } = await erase(undisturbed);
    const calls = Object.values(undisturbed.callsSince()).reduce((sum, count) => sum + count, 0);
    expect(orders.length).toBeGreaterThan(5);
    const end = withoutTimes(undisturbed);
    for (let dies = 1; dies <= calls; dies++) {
      const at = office();
      const handle: typeof at.model.handle = at.model.handle.bind(at.model);
      let count = 0;
      at.model.handle = (...request) => {
        count += 1;
        const handled = count === dies && when === 'before' ? null : handle(...request);
        if (count === dies || handled === null) throw new Error('the process died');
        return handled;
      };
      await expect(erase(at)).rejects.toThrow('the process died');
      at.model.handle = handle;
      at.clock.advance(60_000);
      const again = await erase(at);
      expectDone(again.outcomes);
      expect(withoutTimes(at), `call ${dies}`).toEqual(end);
    }
  });

  it('counts an answer that was lost as done', async () => {
    const at = office();
    const { subject, traces } = await at.privacy.traces(at.known);
    at.model.faults.add({ kind: 'bad-gateway-after-commit', path: '/crm/objects/2026-09/contacts/gdpr-delete', times: 1 });
    expectDone(await at.privacy.treat(ordersFor(traces, subject)));
    expect(at.model.state.get('contacts', at.aino.slice(9))).toBeNull();
  });

  it.each([true, false])('erases from the recycle bin where HubSpot does so, else says what a person must do: %s', async (gdprDeleteReachesBin) => {
    const at = office({ gdprDeleteReachesBin });
    at.model.state.archive('contacts', at.aino.slice(9), at.clock.now());
    at.clock.advance(60_000);
    const trace = byId((await at.privacy.traces(at.known)).traces).get(at.aino);
    if (!trace) throw new Error('not found');
    const [outcome] = await at.privacy.treat([{ trace, treatment: 'delete', texts: {} }]);
    expect(outcome).toMatchObject(gdprDeleteReachesBin ? { kind: 'done', how: 'deleted' } : { kind: 'rejected', error: { code: 'in-recycle-bin' } });
  });

  it('ends what an address still subscribes to', async () => {
    const at = office();
    const trace = { id: 'subscriptions:1/0', kind: 'subscription', treatment: 'detach', sure: true, others: 0, texts: {}, content: { address: 'aino.virtanen@koivula.example', Uutiset: 'SUBSCRIBED' } } as const;
    expect(await at.privacy.treat([{ trace, treatment: 'detach', texts: {} }])).toEqual([{ kind: 'done', how: 'detached' }]);
    expect(at.model.state.unsubscribed()).toEqual(new Set(['aino.virtanen@koivula.example']));
  });

  it('says that a person is needed for what has no treatment here', async () => {
    const { privacy } = office();
    const trace = { id: 'owners:7', kind: 'user', treatment: 'manual', sure: true, others: 0, texts: {}, content: {} } as const;
    expect(await privacy.treat([{ trace, treatment: 'delete', texts: {} }])).toMatchObject([{ kind: 'rejected', error: { code: 'no-such-treatment' } }]);
  });
});

describe('what is left', () => {
  it('is the person made anew, and a text that names her again', async () => {
    const at = office();
    const { subject, traces } = await erase(at);
    const back = at.put('contacts', { firstname: 'Aino', lastname: 'Virtanen', email: 'aino.virtanen@koivula.example' });
    at.model.state.edit('notes', at.shared.slice(6), { hs_note_body: 'Aino Virtanen soitti' }, { now: at.clock.now(), userId: 70 });
    at.clock.advance(60_000);
    const left = await at.privacy.left(subject, traces.filter(({ sure }) => sure));
    expect(left.map(({ id }) => id)).toEqual([at.shared, back]);
  });

  it('is not what the index still shows of a contact that is gone', async () => {
    const at = office();
    const { subject, traces } = await erase(at);
    expect(await at.privacy.left(subject, traces.filter(({ sure }) => sure))).toEqual([]);
  });
});
