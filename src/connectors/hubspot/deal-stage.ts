// Home of a deal's stage and of what it says about the outcome. Invariant: a deal that stands where it belongs is not moved,
// so that stages finer than the PSA's survive.
import type { CompositeField, Placed, Texts } from './object-map.ts';
import type { StagePlace } from './stage-map.ts';

const STAGE = 'dealstage';
const PIPELINE = 'pipeline';

export function placeOf(texts: Texts): StagePlace {
  return { pipeline: texts(PIPELINE), stage: texts(STAGE) };
}

export const dealStage: CompositeField = {
  field: 'stage',
  properties: [STAGE, PIPELINE],
  written: 'by-property',
  // A stage that means nothing to the PSA is not looked at: null would move the sales case.
  decode: (texts, { stages }) => stages()?.statusOf(placeOf(texts)) ?? undefined,
  encode: (value, { context, held }): Placed => {
    if (typeof value !== 'string') return { cannot: value === null ? 'unmapped-stage' : 'wrong-kind' };
    const stage = held(STAGE);
    const present = stage ? { pipeline: held(PIPELINE) ?? '', stage } : null;
    const place = context.stages()?.placeFor(value, present) ?? null;
    if (place === null) return { cannot: 'unmapped-stage' };
    const texts: Readonly<Record<string, string>> = place === present ? {} : { [STAGE]: place.stage, [PIPELINE]: place.pipeline };
    return { texts };
  },
};

export const dealState: CompositeField = {
  field: 'state',
  properties: [STAGE, PIPELINE],
  written: 'never',
  decode: (texts, { stages }) => stages()?.stateOf(placeOf(texts)) ?? undefined,
  encode: () => ({ cannot: 'read-only' }),
};
