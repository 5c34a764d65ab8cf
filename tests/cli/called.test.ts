import { describe, expect, it } from 'vitest';
import { callingsOf } from '../../src/cli/called.ts';
import { account } from '../../src/entities/account.ts';
import { contact } from '../../src/entities/contact.ts';
import type { LinkState, SideState } from '../../src/store/store.ts';

const koivu = { id: 'link-1', entity: 'account', sides: { psa: { fields: { name: 'Koivu Oy' } } as unknown as SideState } } as unknown as LinkState;
const context = {
  entities: new Map([account, contact].map((entity) => [entity.name, entity])),
  store: {
    links: ({ ids = [] }: { ids?: readonly string[] }) => Promise.resolve(ids.includes(koivu.id) ? [koivu] : []),
    linked: (_entity: string, refs: readonly { side: 'psa' | 'crm' | 'local'; id: string }[]) =>
      Promise.resolve(refs.filter(({ side, id }) => side === 'crm' && id === '42').map((ref) => ({ ...ref, linkId: koivu.id, ids: {} }))),
    fact: (name: string) => Promise.resolve(name === 'registry:psa:contactRoles' ? { items: [{ id: 'guid-7', label: 'Päättäjä' }] } : null),
  },
};

describe('what a value is called', () => {
  it('is the name of the record that a reference points to, by its id on the side or by its link', async () => {
    const fields = { account: '42', otherAccounts: [{ key: '42' }, { key: '43' }] };
    const call = await callingsOf(context, [{ entity: 'contact', side: 'crm', fields }, { entity: 'contact', side: null, fields: { account: 'link-1' } }]);
    expect(call('contact', 'crm', 'account', '42')).toBe('Koivu Oy');
    expect(call('contact', 'crm', 'otherAccounts', fields.otherAccounts)).toBe('Koivu Oy, 43');
    expect(call('contact', null, 'account', 'link-1')).toBe('Koivu Oy');
    expect(call('contact', 'psa', 'account', '42')).toBe('42');
  });

  it('is the label of a choice, and of anything else the value itself', async () => {
    const call = await callingsOf(context, [{ entity: 'contact', side: 'psa', fields: { role: 'guid-7', language: 'fi' } }]);
    expect(call('contact', 'psa', 'role', 'guid-7')).toBe('Päättäjä');
    expect(call('contact', 'psa', 'language', 'fi')).toBe('fi');
    expect(call('contact', 'psa', 'firstName', null)).toBe('(empty)');
  });
});
