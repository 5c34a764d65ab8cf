// Which records of the two systems belong together by the product's published rules: business id, then domain (free mail
// does not count), then name, which only proposes. Worked out from the records alone and by code of its own, so that a
// fault of the product's matcher cannot hide here. Invariant: a pair counts only when each side sees no other candidate.

import { finnishCheckDigit } from './business-ids.ts';
import { freeMailDomains } from './people.ts';
import type { CrmAccount, ExpectedMatch, PsaAccount, WorldAccount } from './world.ts';

type Rule = 'business-id' | 'domain' | 'name';
type Keys = Readonly<Record<Rule, string | null>>;
type Unmatched = Pick<WorldAccount, 'presence' | 'psa' | 'crm'>;

const rules: readonly Rule[] = ['business-id', 'domain', 'name'];

/** The expected match of every account, in the order given. */
export function expectedMatches(accounts: readonly Unmatched[]): ExpectedMatch[] {
  const psa = accounts.map((account) => (account.psa === null ? null : psaKeys(account.psa)));
  const crm = accounts.map((account) => (account.crm === null ? null : crmKeys(account.crm)));
  const psaIndex = indexed(psa);
  const crmIndex = indexed(crm);
  const psaSees = psa.map((keys) => candidates(keys, crmIndex));
  const crmSees = crm.map((keys) => candidates(keys, psaIndex));
  return accounts.map((account, index) => {
    const fromPsa = psaSees[index] ?? null;
    const fromCrm = crmSees[index] ?? null;
    if (fromPsa === null && fromCrm === null) return 'none';
    if (account.presence !== 'both') return 'ambiguous';
    const isPair = fromPsa !== null && fromCrm !== null && fromPsa.rule === fromCrm.rule && isOnly(fromPsa.at, index) && isOnly(fromCrm.at, index);
    return isPair ? fromPsa.rule : 'ambiguous';
  });
}

function isOnly(positions: readonly number[], index: number): boolean {
  return positions.length === 1 && positions[0] === index;
}

function indexed(all: readonly (Keys | null)[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  for (const [position, keys] of all.entries()) {
    for (const rule of rules) {
      const key = keys?.[rule] ?? null;
      if (key === null) continue;
      const id = `${rule}:${key}`;
      const found = index.get(id);
      if (found === undefined) index.set(id, [position]);
      else found.push(position);
    }
  }
  return index;
}

/** The other side's records under the first rule that finds any. */
function candidates(keys: Keys | null, other: ReadonlyMap<string, readonly number[]>): { rule: Rule; at: readonly number[] } | null {
  if (keys === null) return null;
  for (const rule of rules) {
    const at = keys[rule] === null ? undefined : other.get(`${rule}:${keys[rule]}`);
    if (at !== undefined) return { rule, at };
  }
  return null;
}

function psaKeys(account: PsaAccount): Keys {
  return {
    'business-id': businessIdKey(account.vatNumber),
    domain: domainKey(account.website) ?? domainKey(account.email),
    name: nameKey(account.name),
  };
}

function crmKeys(account: CrmAccount): Keys {
  return { 'business-id': businessIdKey(account.businessId), domain: domainKey(account.domain) ?? domainKey(account.website), name: nameKey(account.name) };
}

/** Null for nothing and for a Finnish number whose check digit is wrong. */
export function businessIdKey(text: string | null): string | null {
  const bare = (text ?? '').toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const finnish = /^(?:FI)?(\d{7})(\d)$/.exec(bare);
  if (finnish !== null) return finnishCheckDigit(Number(finnish[1])) === Number(finnish[2]) ? `FI${finnish[1]}${finnish[2]}` : null;
  return bare === '' ? null : bare;
}

function domainKey(text: string | null): string | null {
  const bare = (text ?? '').trim().toLowerCase();
  const host = bare.replace(/^https?:\/\//, '').replace(/^.*@/, '').replace(/^www\./, '').replace(/\/.*$/, '');
  return host === '' || (freeMailDomains as readonly string[]).includes(host) ? null : host;
}

/** Case, accents, legal forms and spaces taken away. */
export function nameKey(name: string): string | null {
  const plain = name.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replaceAll(/\p{M}/gu, '');
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '' && !['oy', 'oyj', 'ab', 'ky', 'as', 'ou', 'gmbh'].includes(word));
  return words.length === 0 ? null : words.join(' ');
}
