// The operator, who answers conflicts and matches one at a time, as a person would. Invariant: an answer is about what the
// person saw; what cannot be done the person reads, and leaves.
import type { FieldName } from '../../../src/core/vocabulary.ts';
import { RejectedError } from '../../../src/lib/errors.ts';
import type { Random } from '../../../src/lib/random.ts';
import type { Store } from '../../../src/store/store.ts';
import { kindOf } from '../records/kinds.ts';
import type { Ref } from '../records/kinds.ts';
import type { World } from '../world.ts';

const SIDES = ['psa', 'crm'] as const;

export async function answer(world: World, store: Store, random: Random, edit: (ref: Ref, fields: readonly FieldName[]) => void): Promise<void> {
  const { conflicts, matches } = await store.inbox({ limit: 50 });
  const questions = [...conflicts.map((conflict) => ({ conflict })), ...matches.map((match) => ({ match }))];
  if (questions.length === 0) return;
  const question = random.pick(questions);
  const at = random.int(0, 20_000);
  await world.scheduler.sleep(at);
  try {
    if ('conflict' in question) {
      const { id, values, field, linkId, entity } = question.conflict;
      const side = random.pick(Object.keys(values) as (keyof typeof values)[]);
      const taken = await store.answer({ kind: 'conflict', id, side, by: 'operator' });
      world.trace.hit('answer conflict');
      world.trace.add('operator', `answers ${side} for ${field} of ${linkId}: ${String(taken)}`);
      // Somebody else goes on writing, and the answer was about what they overwrite.
      const remote = random.pick(SIDES);
      const [link] = await store.links({ entity, ids: [linkId], limit: 1 });
      const record = link?.sides[remote]?.id;
      if (record === undefined || !random.chance(0.4)) return;
      const ref: Ref = { side: remote, kind: kindOf(entity), id: record };
      if (world.fieldsOf(ref) !== null) edit(ref, [field]);
    } else {
      const accept = random.chance(0.6);
      await store.answer({ kind: 'match', id: question.match.id, accept, by: 'operator' });
      world.trace.hit(`answer match ${accept ? 'accepted' : 'rejected'}`);
      world.trace.add('operator', `${accept ? 'accepts' : 'rejects'} ${question.match.links.map((link) => link.id).join('+')}`);
    }
  } catch (error) {
    // Two records of one side cannot be joined: the person reads why.
    if (!(error instanceof RejectedError)) throw error;
  }
}
