// The record of processing over the API. Invariant: it is put together anew for every question.
import { processingHtml } from '../../erasure/processing-html.ts';
import { processingRecord } from '../../erasure/processing-record.ts';
import { withOverrides } from '../../engine/rules.ts';
import { MIRRORS } from '../../entities/mirrors/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { TABLES } from '../../store/declarations.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { ApiContext, Route } from '../route.ts';

export function processingRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.processingRecord, async ({ workspace, query, tell }) => {
      const { retention, restrictions, personNotes, setup } = workspace;
      const engine = await withOverrides(workspace.engine);
      const { contacts, without } = await personNotes.basisCounts(engine.legalBasis?.defaults ?? { psa: '', crm: '' });
      const record = processingRecord({
        at: toInstant(context.clock.now()), controller: setup.started.settings.privacy.controller, workspace: engine.workspace, entities: engine.entities, mirrors: MIRRORS, tables: TABLES, connectors: engine.connectors, modes: engine.modes,
        systems: setup.started.manifest.systems, roles: context.roles, retention: engine.limits.retention,
        figures: {
          contacts, withoutBasis: without, restricted: (await restrictions.standing()).length, basisRequired: engine.legalBasis?.required ?? false,
          retentionRules: (await retention.rules()).filter(({ rule }) => rule !== null).length,
        },
      });
      if (query.format === 'json') return tell(record);
      const name = { fi: 'seloste-kasittelytoimista', en: 'record-of-processing' }[query.locale];
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'content-disposition': `attachment; filename="${name}.html"` }, body: processingHtml(record, query.locale) };
    }),
  ];
}
