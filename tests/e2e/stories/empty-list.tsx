// A list with nothing in it.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { PageHeader } from '../../../src/web/components/page-header.tsx';
import type { Column, ListPage } from '../../../src/web/table/column.ts';
import { DataTable } from '../../../src/web/table/data-table.tsx';
import { useWords } from './words.ts';

const schema = { parse: (value: unknown) => value as ListPage<{ readonly id: string }> };
const columns: readonly Column<{ readonly id: string }>[] = [{ id: 'id', title: 'Id', render: ({ id }) => id }];

export default function EmptyList(): ReactElement {
  const words = useWords({
    fi: { title: 'Ei vielä asiakkaita', text: 'Yhdistä Severa tai HubSpot, niin asiakkaat tulevat tähän.', connect: 'Avaa yhteydet' },
    en: { title: 'No accounts yet', text: 'Connect Severa or HubSpot, and their accounts appear here.', connect: 'Open connections' },
  });
  return (
    <>
      <PageHeader />
      <DataTable name="accounts" label={words.title} path="/story/none" schema={schema} columns={columns} idOf={({ id }) => id} nameOf={({ id }) => id} exportable={false} empty={{ title: words.title, text: words.text, action: <Button component={Link} to="/own-access" variant="light">{words.connect}</Button> }} />
    </>
  );
}
