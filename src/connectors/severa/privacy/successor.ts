// Home of telling that a contact's card was given to somebody else after it was looked at. Invariant: of a card that is another's now
// nothing is treated, neither the row nor what the new person is reached by.
import { RejectedError } from '../../../lib/errors.ts';
import { mapParallel } from '../../parallel.ts';
import type { Trace, TreatOrder } from '../../privacy.ts';
import { contactById, parallelReads } from './persons.ts';
import type { LookSources } from './look.ts';
import { isSomebodyElse } from './who.ts';

const between = ', ';
const OF_A_CARD = ['contact', 'communication', 'address'];

/** True: it is a card, or may hang on one. */
export function isOfCard({ trace }: TreatOrder): boolean {
  return OF_A_CARD.includes(trace.kind);
}

/** The orders that would take something from a successor. A call per card; none for one that is named as it was, or showed no name then. */
export async function ofSuccessors(sources: LookSources, orders: readonly TreatOrder[], named: ReadonlyMap<string, string>): Promise<ReadonlySet<TreatOrder>> {
  const cards = orders.filter(({ trace, treatment }) => {
    const [name] = knownOf(trace).names;
    return trace.kind === 'contact' && treatment === 'delete' && name !== undefined && named.get(cardOf(trace)) !== `${name.first} ${name.last}`;
  });
  const found = await mapParallel(cards, parallelReads, async (card) => {
    const row = await contactById(sources, cardOf(card.trace));
    if (row === null || !isSomebodyElse(row, knownOf(card.trace))) return [];
    const { emails, phones } = knownOf(card.trace);
    const hanging = orders.filter(({ trace: { id, content } }) => id === `addresses:${row.addressGuid ?? ''}` || (id.startsWith('contactcommunications:') && [...emails, ...phones].includes(content['value'] ?? '')));
    return [card, ...hanging];
  });
  return new Set(found.flat());
}

export function takenOver(): RejectedError {
  return new RejectedError('somebody-else', 'The contact was given to somebody else in Severa since it was looked at; what is still there of the person is to be taken out by hand');
}

function cardOf({ id }: Trace): string {
  return id.slice('contactpersons:'.length);
}

/** What the card showed when it was looked at. */
function knownOf({ content }: Trace): Parameters<typeof isSomebodyElse>[1] {
  const [first, last] = [content['firstName'] ?? '', content['lastName'] ?? ''];
  const all = (label: string): readonly string[] => (content[label] ?? '').split(between).filter((one) => one !== '');
  return { names: first === '' && last === '' ? [] : [{ first, last }], emails: all('emails'), phones: all('phones') };
}
