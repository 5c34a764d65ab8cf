// Set-up of a system before anything is written to it.
import { expect, it } from 'vitest';
import type { Connector, RegistryItem } from '../../src/connectors/connector.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { AccessError, RetryableError } from '../../src/lib/errors.ts';
import { meet, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const item = (label: string): RegistryItem => ({ id: label, label, active: true });

function withSetUp(bench: Bench, choices: () => readonly RegistryItem[], setUp: Connector['prepare']): void {
  const connectors = bench.engine.connectors as Map<RemoteSide, Connector>;
  connectors.set('psa', { ...bench.psa.connector, registries: ['segments'], registry: () => Promise.resolve(choices()) });
  connectors.set('crm', { ...bench.crm.connector, prepare: setUp });
}

it('is done once and again when the choices of the other side change', async () => {
  const bench = openBench();
  let choices = [item('Public')];
  const seen: unknown[] = [];
  withSetUp(bench, () => choices, (options) => {
    seen.push([options.dryRun, options.choices['segments']?.map(({ label }) => label)]);
    return Promise.resolve(['segments']);
  });
  const errors = new Map<RemoteSide, Error>();
  expect((await prepare(bench.engine, { dryRun: true }, errors)).get('crm')).toEqual(['segments']);
  expect((await prepare(bench.engine, { dryRun: false }, errors)).get('crm')).toEqual(['segments']);
  expect((await prepare(bench.engine, { dryRun: false }, errors)).get('crm')).toBeUndefined();
  choices = [item('Public'), item('Retail')];
  await prepare(bench.engine, { dryRun: false }, errors);
  expect(seen).toEqual([[true, ['Public']], [false, ['Public']], [false, ['Public', 'Retail']]]);
  expect(errors.size).toBe(0);
});

it('is tried again after a refusal, which is told of', async () => {
  const bench = openBench();
  let refused = true;
  withSetUp(bench, () => [], () => (refused ? Promise.reject(new AccessError('scope-missing', 'grant it')) : Promise.resolve(['key'])));
  const errors = new Map<RemoteSide, Error>();
  expect((await prepare(bench.engine, { dryRun: false }, errors)).get('crm')).toBeUndefined();
  expect(errors.get('crm')).toBeInstanceOf(AccessError);
  refused = false;
  expect((await prepare(bench.engine, { dryRun: false }, new Map())).get('crm')).toEqual(['key']);
});

it('leaves a read-only connection as it is', async () => {
  const bench = openBench({ modes: { crm: 'read-only' } });
  let asked = 0;
  withSetUp(bench, () => [], () => Promise.resolve([String((asked += 1))]));
  expect((await prepare(bench.engine, { dryRun: false }, new Map())).get('crm')).toBeUndefined();
  expect(asked).toBe(0);
});

it('that was broken off after it made something has the records read anew all the same', async () => {
  const bench = openBench();
  await meet(bench, { name: 'Kuura Oy' });
  let isMade = false;
  withSetUp(bench, () => [], () => {
    if (isMade) return Promise.resolve([]);
    isMade = true;
    return Promise.reject(new RetryableError('no-answer', 'who knows', { outcomeUnknown: true }));
  });
  await bench.cycle();
  const read: string[] = [];
  bench.crm.script.before = (what) => void read.push(what);
  await bench.cycle();
  expect(read).toContain('all');
  read.length = 0;
  await bench.cycle();
  expect(read).not.toContain('all');
});
