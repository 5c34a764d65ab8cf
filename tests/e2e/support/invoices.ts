// 100,000 invented invoices, made from their number: a list long enough to show whether paging is smooth.
export interface StoryInvoice {
  readonly id: string;
  readonly number: string;
  readonly account: string;
  readonly project: string;
  readonly state: 'draft' | 'sent' | 'overdue' | 'paid' | 'credited';
  readonly dueDate: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly owner: string;
}

export const STATES = ['draft', 'sent', 'overdue', 'paid', 'credited'] as const;
const ACCOUNTS = [
  'Havukka Insinöörit Oy', 'Kuutamo Viestintä Oy', 'Rantakallio Arkkitehdit Oy', 'Tilitoimisto Saarni Ky', 'Pohjantähti Konsultointi Oy', 'Mesikämmen Studio Oy',
  'Lumikko Software Oy', 'Åberg & Söner Ab', 'Vesitorni Rakennuttajat Oy', 'Kanervikko Design Oy', 'Järvenpään Mittaus ja Kartoitus Oy', 'Ukonsaari Logistiikka Oyj',
];
const PROJECTS = ['Verkkopalvelun uudistus', 'Kuukausikirjanpito', 'Energiaselvitys', 'Brändikirja 2027', 'ERP-käyttöönotto, vaihe 2', 'Työmaavalvonta'];
const OWNERS = ['Aino Korpela', 'Eero Lahtinen', 'Maija Peltola', 'Oskar Lindqvist'];
export const COUNT = 100_000;

export function invoiceAt(index: number): StoryInvoice {
  const spread = (index * 7919) % 100_003;
  const day = new Date(Date.UTC(2026, 10, 30) - (index % 700) * 86_400_000);
  const cents = 4_550 + ((spread * 131) % 4_200_000);
  return {
    id: String(index),
    number: String(210_000 + COUNT - index),
    account: ACCOUNTS[spread % ACCOUNTS.length] ?? '',
    project: PROJECTS[spread % PROJECTS.length] ?? '',
    state: STATES[index < 6 ? 0 : (spread % 4) + 1] ?? 'draft',
    dueDate: day.toISOString().slice(0, 10),
    amount: { amount: `${index % 23 === 0 ? '-' : ''}${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`, currency: index % 17 === 0 ? 'SEK' : 'EUR' },
    owner: OWNERS[spread % OWNERS.length] ?? '',
  };
}

/** One page as the API of the product answers it. */
export function invoicePage(query: URLSearchParams): { items: readonly StoryInvoice[]; next: string | null; total: number } {
  const matching = matchingInvoices(query);
  const [start, size] = [Number(query.get('cursor') ?? 0), Number(query.get('limit') ?? 50)];
  return { items: matching.slice(start, start + size), next: start + size < matching.length ? String(start + size) : null, total: matching.length };
}

export function matchingInvoices(query: URLSearchParams): readonly StoryInvoice[] {
  const [states, search, sort] = [query.getAll('state'), (query.get('q') ?? '').toLowerCase(), query.get('sort') ?? ''];
  const [from, until] = [query.get('dueFrom') ?? '', query.get('dueUntil') ?? '9999'];
  const found = everyInvoice().filter(
    (each) => (states.length === 0 || states.includes(each.state)) && each.dueDate >= from && each.dueDate <= until && `${each.account} ${each.number}`.toLowerCase().includes(search),
  );
  const key = sort.replace('-', '');
  if (key === '') return found;
  const value = (each: StoryInvoice): string | number => (key === 'amount' ? Number(each.amount.amount) : each[key as 'number' | 'account' | 'dueDate']);
  const direction = sort.startsWith('-') ? -1 : 1;
  return found.toSorted((a, b) => (value(a) < value(b) ? -direction : value(a) > value(b) ? direction : 0));
}

let all: readonly StoryInvoice[] | null = null;
function everyInvoice(): readonly StoryInvoice[] {
  all ??= Array.from({ length: COUNT }, (_, index) => invoiceAt(index));
  return all;
}
