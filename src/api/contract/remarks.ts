// Billing remarks: what people who look after billing note beside an account or a project. Invariant: whoever sees what was bought may
// read them, only the right "billingRemarks" writes them.
import { z } from 'zod';
import { contract, deed, list } from './parts.ts';

/** What the database takes. */
// eslint-disable-next-line no-control-regex -- just this one is refused: a remark may have lines
const KEPT = /^[^\u0000]*$/u;
const about = z.enum(['account', 'project']);
const remark = z.object({
  id: z.string(), about, record: z.string().describe('Id of the account in Sauma, or of the project in Severa.'), text: z.string(), author: z.string(), at: z.iso.datetime(),
});

export const remarks = {
  remarks: contract({
    path: '/remarks/:about/:record',
    title: 'The billing remarks on an account or a project, the newest first',
    reads: ['purchaseHistory'],
    params: { about: 'account or project.', record: 'Id of the account in Sauma, or of the project in Severa.' },
    query: z.strictObject({}),
    answer: z.object({ items: list(remark) }),
  }),
  addRemark: deed({
    method: 'POST',
    path: '/remarks/:about/:record',
    title: 'Writes a billing remark on an account or a project',
    reads: ['purchaseHistory'],
    changes: ['billingRemarks'],
    params: { about: 'account or project.', record: 'Id of the account in Sauma, or of the project in Severa.' },
    body: z.strictObject({ text: z.string().trim().min(1, 'write something').max(1000, 'is too long: at most 1,000 characters').regex(KEPT, 'has a character that cannot be') }),
    answer: remark,
  }),
  removeRemark: deed({
    method: 'DELETE',
    path: '/remarks/:id',
    title: 'Takes a billing remark away',
    changes: ['billingRemarks'],
    params: { id: 'Id of the remark.' },
    body: z.strictObject({}),
    answer: z.object({ removed: z.string() }),
  }),
};
