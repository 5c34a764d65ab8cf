// Billing remarks over the API. Invariant: a remark has the name of whoever wrote it, as their session or token says it.
import { toInstant } from '../../lib/clock.ts';
import { CONTRACTS } from '../contract.ts';
import { dataRoute } from '../data-route.ts';
import type { ApiContext, Route } from '../route.ts';

export function remarkRoutes(context: ApiContext): readonly Route[] {
  return [
    dataRoute(context, CONTRACTS.remarks, async ({ workspace, params, tell, nothing }) => {
      const about = aboutOf(params['about']);
      return about === null ? nothing() : tell({ items: await workspace.remarks.of(about, params['record'] ?? '') });
    }),
    dataRoute(context, CONTRACTS.addRemark, async ({ workspace, params, body, caller, tell, nothing }) => {
      const about = aboutOf(params['about']);
      if (about === null) return nothing();
      const remark = { id: context.newId(), about, record: params['record'] ?? '', text: body.text, author: caller.name, at: toInstant(context.clock.now()) };
      return (await workspace.remarks.add(remark)) ? tell(remark) : nothing();
    }),
    dataRoute(context, CONTRACTS.removeRemark, async ({ workspace, params, tell, nothing }) => {
      const id = params['id'] ?? '';
      return (await workspace.remarks.remove(id)) ? tell({ removed: id }) : nothing();
    }),
  ];
}

function aboutOf(word: string | undefined): 'account' | 'project' | null {
  return word === 'account' || word === 'project' ? word : null;
}
