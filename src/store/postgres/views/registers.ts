// The registers on PostgreSQL. Invariant: each page is one look at one moment.
import { sql } from 'kysely';
import type { RegisterChoice, RegisterViews } from '../../views/registers.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';
import { accountLines } from './register-accounts.ts';
import { caseLines, stageSums } from './register-cases.ts';
import { contactLines } from './register-contacts.ts';
import { touchLines } from './register-touches.ts';

export function createRegisterViews(options: ViewOptions): RegisterViews {
  return {
    accountLines: (question) => accountLines(options, question),
    contactLines: (question) => contactLines(options, question),
    caseLines: (question) => caseLines(options, question),
    stageSums: (question) => stageSums(options, question),
    touchLines: (question) => touchLines(options, question),
    registerChoices: () => choices(options),
  };
}

interface Entry {
  readonly registry: string;
  readonly id: string;
  readonly code: string | null;
  readonly label: string;
  readonly email: string | null;
}

const named = ({ id: value, label }: Entry): RegisterChoice => ({ value, label });

function choices({ database, workspace }: ViewOptions): ReturnType<RegisterViews['registerChoices']> {
  return database.unit(workspace, async (transaction) => {
    const entries = await rowsOf<Entry>(
      transaction,
      sql`select substr(f.name, 10) as registry, i.item ->> 'id' as id, i.item ->> 'code' as code, coalesce(i.item ->> 'label', i.item ->> 'id') as label, lower(i.item ->> 'email') as email
        from fact f cross join lateral jsonb_array_elements(f.value -> 'items') with ordinality as i (item, place)
        where f.name = any('{registry:psa:owners,registry:crm:owners,registry:psa:industries,registry:psa:segments,registry:psa:salesStatuses,registry:psa:contactRoles,registry:psa:languages}'::text[])
          and i.item ->> 'id' is not null order by f.name, i.place`,
    );
    const of = (registry: string): readonly Entry[] => entries.filter((entry) => entry.registry === registry);
    const sellers = of('psa:owners');
    const known = new Set(sellers.map(({ email }) => email));
    const lifecycles = await rowsOf<RegisterChoice>(transaction, sql`select lifecycle as value, lifecycle as label from (select lifecycle from register_account union select lifecycle from register_contact) known where lifecycle <> '' order by lifecycle`);
    return {
      owners: [...sellers, ...of('crm:owners').filter(({ email }) => email !== null && !known.has(email))].map(named),
      industries: of('psa:industries').map(named),
      segments: of('psa:segments').map(named),
      stages: of('psa:salesStatuses').map((entry) => ({ ...named(entry), state: entry.code?.split(':')[0] ?? 'open' })),
      roles: of('psa:contactRoles').map(named),
      languages: of('psa:languages').map(({ id, code, label }) => ({ value: code ?? id, label })),
      lifecycles,
    };
  });
}
