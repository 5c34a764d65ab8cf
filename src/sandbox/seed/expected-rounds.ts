// Finding counterparts rule by rule, surest first, as the product's published text has it: whoever shares a key with exactly one
// record of the other side, and with nobody else, has found it; whoever shares it with more waits for a person; both are out of
// the later rounds. Code of its own, so that a fault of the product's matcher cannot hide here.

/** A record of one side: its keys by rule. `id` is unique over both sides. */
export interface Seeker<Rule extends string> {
  readonly id: string;
  readonly side: 'psa' | 'crm';
  readonly keys: Readonly<Record<Rule, readonly string[]>>;
}

/** Id → the rule that found its one counterpart, or that it has to wait. Who is not there found nobody. */
export function counterparts<Rule extends string>(rules: readonly Rule[], seekers: readonly Seeker<Rule>[]): Map<string, Rule | 'ambiguous'> {
  const outcome = new Map<string, Rule | 'ambiguous'>();
  for (const rule of rules) {
    const open = seekers.filter(({ id }) => !outcome.has(id));
    const holders = new Map<string, Seeker<Rule>[]>();
    for (const seeker of open) for (const key of new Set(seeker.keys[rule])) holders.set(key, [...(holders.get(key) ?? []), seeker]);
    for (const seeker of open) {
      const others = neighbours(seeker, rule, holders);
      if (!others.some(({ side }) => side !== seeker.side)) continue;
      const [only, ...more] = others;
      const isOnly = more.length === 0 && only !== undefined && neighbours(only, rule, holders).length === 1;
      outcome.set(seeker.id, isOnly ? rule : 'ambiguous');
    }
  }
  return outcome;
}

/** Everybody else who has one of its keys, each once. */
function neighbours<Rule extends string>(seeker: Seeker<Rule>, rule: Rule, holders: ReadonlyMap<string, readonly Seeker<Rule>[]>): Seeker<Rule>[] {
  return [...new Set(seeker.keys[rule].flatMap((key) => holders.get(key) ?? []))].filter((other) => other !== seeker);
}

/** What two records of one thing come to, or one that stands alone. */
export function together<Outcome extends string>(psa: Outcome | undefined, crm: Outcome | undefined): Outcome | 'ambiguous' | 'none' {
  if (psa === undefined && crm === undefined) return 'none';
  return psa === undefined || crm === undefined || psa === crm ? ((psa ?? crm) as Outcome) : 'ambiguous';
}

/** Letters and digits in lower case without accents, one space between. */
export function plainText(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[^a-z0-9]+/g, ' ').trim();
}
