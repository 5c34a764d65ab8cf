// A list of 100,000 invoices: paging, order, filters, columns, selection, export.
import { Badge, Button } from '@mantine/core';
import * as z from 'zod';
import { useMemo, type ReactElement } from 'react';
import { useNavigate } from 'react-router';
import { nothing, type Schema } from '../../../src/web/api.ts';
import { useNotify } from '../../../src/web/components/notify.tsx';
import { PageHeader } from '../../../src/web/components/page-header.tsx';
import { useConfirm } from '../../../src/web/components/confirm.tsx';
import { useApi, useFormat } from '../../../src/web/outside.ts';
import type { Column, Filter, ListPage, Selected } from '../../../src/web/table/column.ts';
import { DataTable } from '../../../src/web/table/data-table.tsx';
import { useWords } from './words.ts';

const schema = z.object({
  items: z.array(z.object({
    id: z.string(), number: z.string(), account: z.string(), project: z.string(), state: z.enum(['draft', 'sent', 'overdue', 'paid', 'credited']), dueDate: z.string(),
    amount: z.object({ amount: z.string(), currency: z.string() }), owner: z.string(),
  })),
  next: z.string().nullable(),
  total: z.number().nullable(),
}) satisfies Schema<ListPage<unknown>>;
type Invoice = z.infer<typeof schema>['items'][number];

const WORDS = {
  fi: {
    text: 'Kaikki laskut kahdelta viime vuodelta.', label: 'Laskut', search: 'Hae asiakasta tai numeroa', number: 'Numero', account: 'Asiakas', project: 'Projekti', state: 'Tila', due: 'Eräpäivä', amount: 'Summa', owner: 'Vastuuhenkilö',
    states: { draft: 'Luonnos', sent: 'Lähetetty', overdue: 'Erääntynyt', paid: 'Maksettu', credited: 'Hyvitetty' },
    remind: 'Lähetä muistutus', ask: 'Lähetetäänkö muistutus?', askText: 'Jokainen asiakas saa sähköpostin tänään.', reminded: 'Muistutukset on lähetetty', empty: 'Ei vielä laskuja', emptyText: 'Laskut tulevat Severasta viiden minuutin välein.',
  },
  en: {
    text: 'All invoices of the last two years.', label: 'Invoices', search: 'Search account or number', number: 'Number', account: 'Account', project: 'Project', state: 'State', due: 'Due', amount: 'Amount', owner: 'Owner',
    states: { draft: 'Draft', sent: 'Sent', overdue: 'Overdue', paid: 'Paid', credited: 'Credited' },
    remind: 'Send a reminder', ask: 'Send reminders?', askText: 'Each of the customers gets an e-mail today.', reminded: 'The reminders are sent', empty: 'No invoices yet', emptyText: 'Invoices come from Severa every five minutes.',
  },
} as const;
const COLOURS = { draft: 'gray', sent: 'spruce', overdue: 'red', paid: 'green', credited: 'yellow' } as const;

export default function Invoices(): ReactElement {
  const words = useWords<(typeof WORDS)['fi' | 'en']>(WORDS);
  const { date, money } = useFormat();
  const navigate = useNavigate();
  const columns = useMemo<readonly Column<Invoice>[]>(() => [
    { id: 'number', title: words.number, render: ({ number }) => number, sortable: true, width: 110 },
    { id: 'account', title: words.account, render: ({ account }) => account, sortable: true, long: true },
    { id: 'project', title: words.project, render: ({ project }) => project, long: true },
    { id: 'state', title: words.state, render: ({ state }) => <Badge color={COLOURS[state]}>{words.states[state]}</Badge>, width: 130 },
    { id: 'dueDate', title: words.due, render: ({ dueDate }) => date(dueDate), sortable: true, width: 120 },
    { id: 'amount', title: words.amount, render: ({ amount }) => money(amount), sortable: true, numeric: true, width: 150 },
    { id: 'owner', title: words.owner, render: ({ owner }) => owner, initiallyHidden: true },
  ], [words, date, money]);
  const filters = useMemo<readonly Filter[]>(() => [
    { id: 'state', kind: 'choices', label: words.state, options: (['draft', 'sent', 'overdue', 'paid', 'credited'] as const).map((value) => ({ value, label: words.states[value] })) },
    { id: 'due', kind: 'date-range', label: words.due },
  ], [words]);
  return (
    <>
      <PageHeader text={words.text} />
      <DataTable<Invoice>
        name="invoices" label={words.label} path="/story/invoices" schema={schema} columns={columns} filters={filters} searchLabel={words.search}
        idOf={({ id }) => id} nameOf={({ number }) => number} onOpen={({ id }) => void navigate(`/accounts/${id}`)}
        bulk={(selected, clear) => <Remind {...{ selected, clear, words }} />}
        empty={{ title: words.empty, text: words.emptyText }}
      />
    </>
  );
}

function Remind({ selected, clear, words }: { readonly selected: Selected<Invoice>; readonly clear: () => void; readonly words: (typeof WORDS)['fi' | 'en'] }): ReactElement {
  const [api, confirm, notify] = [useApi(), useConfirm(), useNotify()];
  const remind = async (): Promise<void> => {
    if (!(await confirm({ title: words.ask, text: words.askText, yes: words.remind }))) return;
    const body = selected.kind === 'records' ? { ids: selected.records.map(({ id }) => id) } : { matching: selected.query };
    await api.send('POST', '/story/reminders', body, nothing).then(() => { notify.done(words.reminded); clear(); }, notify.failed);
  };
  return <Button size="compact-sm" onClick={() => void remind()}>{words.remind}</Button>;
}
