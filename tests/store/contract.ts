// The contract of the store: what the engine may rely on, whichever store is behind it. Every store runs all of it.
import { describe } from 'vitest';
import type { OpenBench } from './contract/bench.ts';
import { describeDeletions } from './contract/deletions.ts';
import { describeEdits } from './contract/edits.ts';
import { describeImports } from './contract/imports.ts';
import { describeForgetting } from './contract/forgetting.ts';
import { describeGraves } from './contract/graves.ts';
import { describeHints } from './contract/hints.ts';
import { describeInbox } from './contract/inbox.ts';
import { describeKeeping } from './contract/keeping.ts';
import { describeTheRest } from './contract/leases.ts';
import { describeLocal } from './contract/local.ts';
import { describeMatching } from './contract/matching.ts';
import { describePages } from './contract/pages.ts';
import { describeReading } from './contract/reading.ts';
import { describeRequests } from './contract/requests.ts';
import { describeSchedules } from './contract/schedules.ts';
import { describeReferences } from './contract/references.ts';
import { describeSuppression } from './contract/suppression.ts';
import { describeWork } from './contract/work.ts';

/** @param apart whose workspaces are the only ones there are: a person is forgotten in all that know them */
export function describeStore(name: string, open: OpenBench, apart = open): void {
  describe(`the store in ${name}`, () => {
    describePages(open);
    describeReading(open);
    describeMatching(open);
    describeWork(open);
    describeLocal(open);
    describeEdits(open);
    describeImports(open);
    describeInbox(open);
    describeReferences(open);
    describeDeletions(open);
    describeGraves(open);
    describeKeeping(open);
    describeSchedules(open);
    describeHints(open);
    describeRequests(open);
    describeForgetting(apart);
    describeSuppression(apart);
    describeTheRest(open);
  });
}
