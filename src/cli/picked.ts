// The record that a person means by a name, a number or an id. Invariant: a word that fits several is never guessed at.
import { UsageError } from '../lib/errors.ts';
import type { Views } from '../store/views.ts';
import { entityName } from './words.ts';

/** As many as are looked up. */
const MOST = 10;

type Question = Parameters<Views['find']>[0];
type Found = Awaited<ReturnType<Views['find']>>['found'][number];

/** @throws UsageError with what else may have been meant */
export async function picked(views: Pick<Views, 'find'>, entity: Question['entity'], word: string): Promise<Found> {
  const { found, near } = await views.find({ entity, word });
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0) return one;
  const named = entityName(entity);
  if (one === undefined) {
    const likely = near.length === 0 ? `Give its name${entity === 'account' ? ', business ID' : ''} or id, or the beginning of its name or id.` : `Did you mean ${near.map((name) => `"${name}"`).join(', ')}?`;
    throw new UsageError(`${entity}-unknown`, `there is no ${named} "${word}". ${likely}`);
  }
  const several = found.map(({ id, name, number }) => `${[name, number].filter(Boolean).join(', ')} (${id})`).join('; ');
  throw new UsageError(`${entity}-ambiguous`, `"${word}" fits several; name one by its id, or give more of its name: ${several}${found.length < MOST ? '.' : '; and more.'}`);
}
