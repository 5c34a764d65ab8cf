// What is drawn for an account before anything of it is written: where it exists, by which keys its two records can find
// each other, and what is wrong with it. Invariant: a duplicate copies its keys from an earlier account of the same system,
// never across systems, so it cannot be mistaken for a counterpart.

import type { Random } from '../../lib/random.ts';
import { withWrongCheckDigit } from './business-ids.ts';
import type { Company } from './company.ts';
import { freeMailDomains } from './people.ts';
import { vendorFirm } from './registries.ts';
import type { Dirt, Presence } from './world.ts';

export interface AccountPlan {
  readonly presence: Presence;
  readonly dirt: readonly Dirt[];
  readonly psa: { readonly name: string; readonly domain: string | null; readonly businessId: 'valid' | 'missing' | 'invalid' };
  readonly crm: { readonly name: string; readonly domain: string | null; readonly businessId: string | null };
}

export type DuplicateKind = 'duplicate-business-id' | 'duplicate-domain' | 'duplicate-name';

/** About 45 % in both systems, 35 % in the PSA only, 20 % in the CRM only. */
export function drawPresence(index: number, random: Random): Presence {
  const draw = random.next();
  if (isInternal(index)) return 'psa';
  return draw < 0.45 ? 'both' : draw < 0.8 ? 'psa' : 'crm';
}

export function isInternal(index: number): boolean {
  return index % 250 === 7;
}

export function drawPlan(company: Company, presence: Presence, duplicate: DuplicateKind | null, random: Random): AccountPlan {
  const dirt: Dirt[] = duplicate === null ? [] : [duplicate];
  const isFinnish = company.country.code === 'FI';
  const [idDraw, siteDraw, trailing, inactive] = [random.next(), random.next(), random.next(), random.next()];
  const psaId = idDraw < 0.05 ? 'missing' : idDraw < 0.07 && isFinnish ? 'invalid' : 'valid';
  const plan = {
    psa: {
      name: psaName(company, random),
      domain: siteDraw < 0.86 ? company.domain : null,
      businessId: psaId as AccountPlan['psa']['businessId'],
    },
    crm: crmKeys(company, presence, dirt, random),
  };
  if (isInternal(company.index)) {
    dirt.push('internal');
    plan.psa = { name: `${vendorFirm.name.split(' ')[0]} sisäiset ${company.index}`, domain: null, businessId: 'missing' };
  } else if (duplicate === 'duplicate-business-id') {
    plan.psa.businessId = 'valid';
    plan.crm.businessId = company.businessId;
  } else if (duplicate === 'duplicate-domain') {
    plan.psa.domain = company.domain;
    plan.crm.domain = company.domain;
  } else if (duplicate === 'duplicate-name') {
    plan.psa = { ...plan.psa, domain: null, businessId: 'missing' };
    plan.crm = { ...plan.crm, name: company.name.full, domain: null, businessId: null };
  }
  if (presence !== 'crm' && !dirt.includes('internal')) {
    if (trailing < 0.04) {
      plan.psa.name = `${plan.psa.name} `;
      dirt.push('trailing-space');
    }
    if (plan.psa.businessId === 'missing') dirt.push('missing-business-id');
    if (plan.psa.businessId === 'invalid') dirt.push('invalid-business-id');
    if (inactive < 0.06) dirt.push('inactive');
  }
  return { presence, dirt, ...plan };
}

function psaName(company: Company, random: Random): string {
  const draw = random.next();
  if (draw < 0.93) return company.name.full;
  return draw < 0.97 ? company.name.full.replace(' ', '  ') : company.name.full.toUpperCase();
}

function crmKeys(company: Company, presence: Presence, dirt: Dirt[], random: Random): { name: string; domain: string | null; businessId: string | null } {
  const [domainDraw, idDraw, wrongDraw, renamedDraw] = [random.next(), random.next(), random.next(), random.next()];
  let domain: string | null = company.domain;
  if (domainDraw < 0.07) domain = null;
  else if (domainDraw < 0.09 && presence !== 'psa') {
    domain = random.pick(freeMailDomains);
    dirt.push('free-mail-domain');
  }
  let businessId = idDraw < 0.8 ? crmBusinessId(company, random) : null;
  if (businessId !== null && wrongDraw < 0.015 && company.country.code === 'FI' && presence !== 'psa') {
    businessId = withWrongCheckDigit(company.businessId);
    if (!dirt.includes('invalid-business-id')) dirt.push('invalid-business-id');
  }
  let name = crmName(company, random);
  if (presence === 'both' && businessId === null && domain !== company.domain && renamedDraw < 0.3) {
    name = `Studio ${company.name.core.split(' ')[0]}`;
    dirt.push('renamed');
  }
  return { name, domain, businessId };
}

function crmBusinessId(company: Company, random: Random): string {
  const draw = random.next();
  if (company.country.code !== 'FI' || draw < 0.75) return company.businessId;
  if (draw < 0.88) return company.vatNumber;
  return draw < 0.95 ? company.businessId.replace('-', '') : ` ${company.businessId}`;
}

/** Salespeople leave out the legal form, shout, or type without a Finnish keyboard. */
function crmName(company: Company, random: Random): string {
  const draw = random.next();
  const { full, core } = company.name;
  if (draw < 0.6) return full;
  if (draw < 0.8) return core;
  if (draw < 0.85) return full.toUpperCase();
  if (draw < 0.9) return full.toLowerCase();
  return draw < 0.96 ? full.replaceAll('ß', 'ss').normalize('NFD').replaceAll(/\p{M}/gu, '') : `${core} `;
}
