// Which sales cases of the two systems are the same by the product's published rules: the project's number, then name and value
// within the account, then the name within the account, which only proposes.

import { counterparts, together } from './expected-rounds.ts';
import type { Seeker } from './expected-rounds.ts';
import { cents } from './money.ts';
import type { WorldMoney } from './money.ts';
import type { ExpectedCaseMatch, ExpectedMatch, WorldSalesCase } from './world.ts';

type Rule = 'number' | 'deal' | 'title';
interface Account {
  readonly key: string;
  readonly match: ExpectedMatch;
  readonly salesCases: readonly Pick<WorldSalesCase, 'key' | 'psa' | 'crm'>[];
}

const RULES: readonly Rule[] = ['number', 'deal', 'title'];

/** Key of a sales case → how it finds its counterpart. */
export function expectedCaseMatches(accounts: readonly Account[]): ReadonlyMap<string, ExpectedCaseMatch> {
  const found = counterparts(RULES, accounts.flatMap(seekersOf));
  return new Map(accounts.flatMap(({ salesCases }) => salesCases.map(({ key }) => [key, together(found.get(`psa ${key}`), found.get(`crm ${key}`))] as const)));
}

function seekersOf(account: Account): Seeker<Rule>[] {
  const joins = account.match === 'business-id' || account.match === 'domain';
  const scope = (side: string): string => (joins ? account.key : `${side} ${account.key}`);
  return account.salesCases.flatMap(({ key, psa, crm }) => [
    ...(psa === null ? [] : [{ id: `psa ${key}`, side: 'psa' as const, keys: keysOf(psa.number, psa.name, psa.isInternal ? null : psa.expectedValue, scope('psa')) }]),
    ...(crm === null ? [] : [{ id: `crm ${key}`, side: 'crm' as const, keys: keysOf(crm.projectNumber, crm.name, crm.value, crm.hasCompany ? scope('crm') : null) }]),
  ]);
}

function keysOf(number: number | null, name: string, value: WorldMoney | null, scope: string | null): Seeker<Rule>['keys'] {
  const title = scope === null ? [] : [`${scope}|${name.trim().toLowerCase().replaceAll(/\s+/g, ' ')}`];
  return {
    number: number === null ? [] : [String(number)],
    deal: value === null ? [] : title.map((start) => `${start}|${cents(value)} ${value.currency}`),
    title,
  };
}
