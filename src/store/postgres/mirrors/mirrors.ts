// The engine's port to mirrored rows on PostgreSQL, for one workspace. Invariant: the files beside this one say how rows are kept;
// what they are worth is said by the views alone.
import type { ClassThresholds } from '../../../core/rollup.ts';
import type { Mirrors } from '../../mirrors.ts';
import type { GuardedOptions } from '../turn.ts';
import { moneyOf, type MoneyDefaults } from '../views/money.ts';
import { rollUpsOf } from '../views/roll-ups.ts';
import { missed, suspected, unshown } from './absence.ts';
import { forgetMoves } from './moves.ts';
import { naming } from './naming.ts';
import { saveMirror } from './save.ts';
import { touch, touched, untouch } from './touched.ts';

export interface MirrorOptions extends GuardedOptions, MoneyDefaults {
  readonly classes: ClassThresholds;
}

export function createMirrors(options: MirrorOptions): Mirrors {
  const { database, workspace, classes } = options;
  return {
    saveMirror: (page, lease) => saveMirror(options, page, lease),
    unshown: (query) => unshown(options, query),
    missed: (mirror, ids, before) => missed(options, mirror, ids, before),
    suspected: (query) => suspected(options, query),
    naming: (mirror, column, values, among) => naming(options, mirror, column, values, among),
    touch: (customers) => touch(options, customers),
    touched: (limit) => touched(options, limit),
    untouch: (given) => untouch(options, given),
    forgetMoves: (before) => forgetMoves(options, before),
    rollUps: (entity, customers, today) =>
      database.unit(workspace, async (transaction) => rollUpsOf(transaction, { entity, customers, today, money: await moneyOf(transaction, options), classes })),
  };
}
