// A list that the server cannot give now.
import type { ReactElement } from 'react';
import { PageHeader } from '../../../src/web/components/page-header.tsx';
import type { Column, ListPage } from '../../../src/web/table/column.ts';
import { DataTable } from '../../../src/web/table/data-table.tsx';

const schema = { parse: (value: unknown) => value as ListPage<{ readonly id: string }> };
const columns: readonly Column<{ readonly id: string }>[] = [{ id: 'id', title: 'Id', render: ({ id }) => id }];

export default function Broken(): ReactElement {
  return (
    <>
      <PageHeader />
      <DataTable name="broken" label="Id" path="/story/broken" schema={schema} columns={columns} idOf={({ id }) => id} nameOf={({ id }) => id} empty={{ title: '', text: '' }} />
    </>
  );
}
