import { describe, expect, it } from 'vitest';
import { makeStageMap } from '../../../src/connectors/hubspot/stage-map.ts';
import type { Stage } from '../../../src/connectors/hubspot/stage-map.ts';
import { salesStatuses } from './scripted.ts';

const stage = (pipeline: string, id: string, probability: number, more: Partial<Stage> = {}): Stage => ({
  pipeline, pipelineLabel: `${pipeline} pipeline`, id, label: `Stage ${id}`, probability, active: true,
  state: probability === 1 ? 'won' : probability === 0 ? 'lost' : 'open', ...more,
});
const stages = [stage('default', 'first', 0.2), stage('default', 'second', 0.4), stage('default', 'third', 0.9), stage('default', 'won', 1), stage('default', 'lost', 0), stage('renewals', 'r1', 0.9), stage('renewals', 'rwon', 1)];
const at = (pipeline: string, id: string) => ({ pipeline, stage: id });

describe('what a deal stage means', () => {
  const map = makeStageMap(stages, salesStatuses, []);

  it('follows won and lost, and the nearest probability among open ones', () => {
    expect(stages.map(({ pipeline, id }) => map.statusOf(at(pipeline, id)))).toEqual(['status-early', 'status-early', 'status-late', 'status-won', 'status-lost', 'status-late', 'status-won']);
    expect([map.stateOf(at('default', 'won')), map.stateOf(at('default', 'lost')), map.stateOf(at('renewals', 'r1'))]).toEqual(['won', 'lost', 'open']);
  });

  it('follows an equal name before a probability, and never across states', () => {
    const named = makeStageMap([stage('default', 'first', 0.9, { label: ' tapaaminen ' }), stage('default', 'odd', 0.6, { label: 'Voitettu' })], salesStatuses, []);
    expect(named.statusOf(at('default', 'first'))).toBe('status-early');
    expect(named.statusOf(at('default', 'odd'))).toBe('status-late');
  });

  it('takes the first of two that are equally near', () => {
    const twins = [{ id: 'a', label: 'A', active: true, code: 'open:30' }, { id: 'b', label: 'B', active: true, code: 'open:50' }];
    expect(makeStageMap(stages, twins, []).statusOf(at('default', 'second'))).toBe('a');
  });

  it('does what somebody asked for, by id or by name, in one pipeline or in all', () => {
    const asked = makeStageMap(stages, salesStatuses, [{ stage: 'Stage third', pipeline: 'default pipeline', status: 'tapaaminen' }, { stage: 'r1', status: 'status-early' }, { stage: 'lost', status: 'nobody knows' }]);
    expect([asked.statusOf(at('default', 'third')), asked.statusOf(at('renewals', 'r1')), asked.statusOf(at('default', 'lost'))]).toEqual(['status-early', 'status-early', 'status-lost']);
    expect(asked.digest).not.toBe(map.digest);
  });

  it('means nothing where the PSA has no status of that state, or none in use', () => {
    const bare = makeStageMap(stages, salesStatuses.map((item) => ({ ...item, active: !item.id.endsWith('lost') })), []);
    expect(bare.statusOf(at('default', 'lost'))).toBeNull();
    expect(bare.stateOf(at('default', 'lost'))).toBe('lost');
    expect(map.statusOf(at('default', 'unheard-of'))).toBeNull();
    expect(map.knows(at('default', 'unheard-of'))).toBe(false);
  });
});

describe('where a deal with a status belongs', () => {
  const map = makeStageMap(stages, salesStatuses, []);

  it('is where it stands, if that means the status', () => {
    expect(map.placeFor('status-early', at('default', 'second'))).toEqual(at('default', 'second'));
  });

  it('is the first stage that means it: in its own pipeline, or in the default one', () => {
    expect(map.placeFor('status-early', null)).toEqual(at('default', 'first'));
    expect(map.placeFor('status-won', at('renewals', 'r1'))).toEqual(at('renewals', 'rwon'));
    expect(map.placeFor('status-lost', at('renewals', 'r1'))).toEqual(at('default', 'lost'));
  });

  it('is the nearest stage of its state when none means it, and nowhere without one', () => {
    const more = [...salesStatuses, { id: 'status-mid', label: 'Välissä', active: false, code: 'open:50' }];
    expect(makeStageMap(stages, more, []).placeFor('status-mid', null)).toEqual(at('default', 'second'));
    expect(makeStageMap(stages.filter(({ state }) => state !== 'lost'), more, []).placeFor('status-lost', null)).toBeNull();
    expect(map.placeFor('unheard-of', null)).toBeNull();
  });

  it('is never a stage that is out of use, unless it stands there', () => {
    const retired = makeStageMap([stage('default', 'first', 0.2, { active: false }), stage('default', 'second', 0.3)], salesStatuses, []);
    expect(retired.placeFor('status-early', null)).toEqual(at('default', 'second'));
    expect(retired.placeFor('status-early', at('default', 'first'))).toEqual(at('default', 'first'));
  });
});
