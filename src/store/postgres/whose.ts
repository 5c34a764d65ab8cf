// Records of persons that may offer one of these keys, by what the database can look up. Invariant: whoever offers one is among them;
// whether they do is for the reader to see.
import { sql, type Transaction } from 'kysely';
import { wordsOf, foldLetters } from '../../core/normalise/fold.ts';
import { entities } from '../../entities/index.ts';
import type { SideRow } from '../ledger/rows.ts';
import { textArray } from './recordset.ts';
import { sidesOfLinks } from './side-state.ts';
import type { Tables } from './tables.ts';
import { rowsOf } from './turn.ts';

export async function offering(transaction: Transaction<Tables>, keys: readonly string[]): Promise<readonly SideRow[]> {
  const people = textArray([...entities.values()].flatMap(({ name, person }) => (person === null ? [] : [name])));
  const rows = await rowsOf<{ id: string }>(
    transaction,
    sql`select link_id as id from side_state where side = 'psa' and entity = any(${people}) and ref_id = any(${textArray(idsIn(keys, 'psa'))})
      union select link_id from side_state where side = 'crm' and entity = any(${people}) and ref_id = any(${textArray(idsIn(keys, 'crm'))})
      union select link_id from match_key join side_state using (workspace, side, entity, ref_id) where match_key.entity = any(${people}) and key = any(${textArray(keys)})
      union select link_id from register_word where entity = any(${people}) and word = any(${textArray(new Set(keys.flatMap(wordsFor)))})`,
  );
  return rows.length === 0 ? [] : sidesOfLinks(transaction, rows.map(({ id }) => id));
}

/** `id:<side>:<kind>:<id>` */
function idsIn(keys: readonly string[], side: string): readonly string[] {
  return keys.flatMap((key) => (key.startsWith(`id:${side}:`) ? [key.split(':').slice(3).join(':')] : []));
}

/** Words of the register: an address is found by its first word, as it may be written with a tag; a provider that passes over dots by its own. */
function wordsFor(key: string): readonly string[] {
  if (key.startsWith('email:')) {
    const [name = '', domain = ''] = key.slice('email:'.length).split('@');
    return domain === 'gmail.com' ? ['gmail', 'googlemail'] : wordsOf(foldLetters(name)).slice(0, 1);
  }
  if (key.startsWith('name:')) return longest(key.slice('name:'.length).split(' '));
  const phone = key.startsWith('phone:') ? key.slice('phone:'.length) : key.startsWith('number:') ? key.slice('number:'.length) : key.startsWith('person:') ? (key.split('|')[1] ?? '') : '';
  const digits = phone.replaceAll(/\D/gu, '');
  return digits === '' ? [] : [digits, ...(digits.startsWith('358') ? [`0${digits.slice(3)}`] : [])];
}

/** The word of a name that fewest others have, most often. */
function longest(words: readonly string[]): readonly string[] {
  return words.toSorted((a, b) => b.length - a.length).slice(0, 1);
}
