// Home of projects as rows that only flow in. The feed of sales cases shows them: a project and its sales case are one row of
// Severa, and no list is read twice for it.
import type { MirrorValue } from '../../../entities/mirrors/mirror.ts';
import { instantOf } from '../checkpoint.ts';
import { shownDate, shownText } from '../codecs.ts';
import { projectRow } from '../rows.ts';
import type { ProjectRow } from '../rows.ts';
import { stageOf } from '../sales-case-map.ts';
import { decimalOf } from './cells.ts';
import type { Shown, ShownRow } from './cells.ts';
import { filtered } from './source.ts';
import type { MirrorSource } from './source.ts';

export function shownProject(row: ProjectRow): Shown {
  const values: Record<string, MirrorValue> = {
    number: shownText(row.number?.toString()),
    name: shownText(row.name),
    customer: row.customer?.guid || null,
    owner: row.projectOwner?.guid || null,
    salesPerson: row.salesPerson?.guid || null,
    currency: shownText(row.currency?.code ?? row.expectedValue?.currencyCode)?.toUpperCase() ?? null,
    businessUnit: shownText(row.businessUnit?.name),
    internal: row.isInternal ?? false,
    closed: row.isClosed ?? false,
    closedDate: shownDate(row.closedDate),
    salesStatus: stageOf(row),
    status: shownText(row.projectStatus?.name),
    startDate: shownDate(row.startDate),
    deadline: shownDate(row.deadline),
    expectedValue: decimalOf(row.expectedValue?.amount),
    probability: decimalOf(row.probability),
    expectedOrderDate: shownDate(row.expectedOrderDate),
    completion: decimalOf(row.completionEstimatePercentage ?? row.calculatedCompletionPercentage),
    createdAt: instantOf(row.createdDateTime),
  };
  return { guid: row.guid || null, values };
}

const project: ShownRow = projectRow.transform(shownProject);

export const projectSource: MirrorSource = {
  mirror: 'projects',
  lists: null,
  below: { customer: (parent) => [filtered('/v1/projects', 'customerGuids', parent, project)] },
  byId: { kind: 'many', list: (ids) => ({ route: '/v1/projects', query: ids.map((id) => ['projectGuids', id] as const), row: project }) },
};
