// A create whose answer was lost may have made a part of the record only: what it has yet to get is not what somebody took away.
import { expect, it } from 'vitest';
import { openNet } from './net.ts';

it('a record that was made without its addresses gets them, and nobody else loses theirs', async () => {
  const net = openNet();
  const company = net.crm.account.add({ name: 'Kuura Oy', businessId: '1234567-1' });
  net.psa.contact.script.fate = (write) => (write.kind === 'create' ? 'lost' : 'stored');
  // The person is made by the first call, the addresses by others that are never sent.
  net.psa.contact.script.shows = (fields) => ('name' in fields ? Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'emails')) : fields);
  const person = net.crm.contact.add({ name: 'Aino Mäki', firstName: 'Aino', lastName: 'Mäki', account: company, emails: [{ key: 'aino@example.com' }] });
  await net.cycle();
  net.psa.contact.script.fate = () => 'stored';
  for (let turn = 0; turn < 3; turn++) await net.cycle();
  expect(net.psa.contact.ids).toHaveLength(1);
  expect(net.crm.contact.shown(person)).toMatchObject({ emails: [{ key: 'aino@example.com' }] });
  expect(net.psa.contact.shown(net.psa.contact.ids[0] ?? '')).toMatchObject({ emails: [{ key: 'aino@example.com' }] });
});
