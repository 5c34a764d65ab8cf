// Who was shown whom on the command line: written down like what is seen in the browser. Invariant: it is written before the answer is.
import type { EntityName } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { OpenWorkspace } from './open.ts';

/** @param who the account of this machine @param records those of people are written down */
export async function noteShown({ persons, engine }: Pick<OpenWorkspace, 'persons' | 'engine'>, who: string, records: readonly { readonly entity: EntityName; readonly linkId: string }[]): Promise<void> {
  const linkIds = records.flatMap(({ entity, linkId }) => (entity === 'contact' ? [linkId] : []));
  await persons.accessLog.note({ actor: who, what: 'commandLine', linkIds, at: toInstant(engine.clock.now()) });
}
