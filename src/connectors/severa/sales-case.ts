// Home of the sales case adapter: Severa's projects behind the port, from the first lead to the closed books.
import type { EntityAdapter } from '../connector.ts';
import { boundHttp } from '../http.ts';
import type { CustomFieldMap } from '../options.ts';
import { customCapabilities, propertiesOf, readCustomValues } from './custom.ts';
import { readAll, readChanges } from './feed.ts';
import { capabilitiesOf } from './field-map.ts';
import type { RegistryName } from './registries.ts';
import { findCreatedSalesCases } from './sales-case-find.ts';
import { salesCaseFields, salesCaseMapVersion } from './sales-case-map.ts';
import { changedSalesCases, fullSalesCases, presentSalesCases, readSalesCases, salesCasePage } from './sales-case-read.ts';
import { representSalesCase } from './sales-case-split.ts';
import { writeSalesCases } from './sales-case-write.ts';
import type { Sources } from './sources.ts';

export const salesCaseRegistries: readonly RegistryName[] = ['owners', 'salesStatuses', 'leadSources', 'currencies'];

/**
 * @param statusMoves the probed fact: a change of status moves the project's own time of change
 * @param mirrored whether pages hold the same rows as the mirror of projects
 */
export function createSalesCaseAdapter(shared: Omit<Sources, 'needs'>, customFields: readonly CustomFieldMap[], statusMoves: boolean, mirrored: boolean): EntityAdapter {
  const sources: Sources = { ...shared, needs: customFields.length > 0 ? [...salesCaseRegistries, propertiesOf.projects] : salesCaseRegistries };
  return {
    entity: 'salesCase',
    fields: { ...capabilitiesOf(salesCaseFields), ...customCapabilities(customFields) },
    mapVersion: salesCaseMapVersion,
    can: { batchRead: 1, batchWrite: 1, keyedCreate: false, archive: true },
    changes: (checkpoint) => readChanges(sources.clock, changedSalesCases(sources, statusMoves, mirrored), salesCasePage, checkpoint),
    all: (checkpoint) => readAll(sources.clock, fullSalesCases(sources, mirrored), salesCasePage, checkpoint),
    read: (ids) => readSalesCases(sources, ids),
    deep: (records) => readCustomValues(sources, 'projects', customFields, records),
    guard: (_since, ids) => presentSalesCases(sources, ids),
    find: (creates, since) => findCreatedSalesCases(sources, creates, since),
    write: (writes, until = Infinity) => writeSalesCases({ ...sources, http: boundHttp(sources.http, until) }, customFields, writes),
    represent: (fields, shown) => representSalesCase(fields, shown, customFields, sources.context),
  };
}
