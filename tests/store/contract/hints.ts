// The contract about what comes from outside: hints, tickets and sealed texts.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Hint } from '../../../src/core/vocabulary.ts';
import type { Store } from '../../../src/store/store.ts';
import { at, MINUTE, type Bench, type OpenBench } from './bench.ts';

const hint = (id: string, kind: Hint['kind'] = 'changed', entity = 'account'): Hint => ({ entity, id, kind });

export function describeHints(open: OpenBench): void {
  describe('hints', () => {
    let bench: Bench;
    let store: Store;
    beforeEach(async () => {
      bench = await open();
      store = bench.workspace('main');
    });
    const waiting = async (limit = 100): Promise<readonly string[]> => (await store.hints({ entity: 'account', side: 'crm', limit })).map(({ id, kind }) => `${id} ${kind}`);

    test('wait oldest first, each record once per kind, apart by side, entity and workspace', async () => {
      await store.saveHints('crm', [hint('3'), hint('3'), hint('4', 'deleted'), hint('9', 'changed', 'contact')]);
      bench.clock.advance(MINUTE);
      await store.saveHints('crm', [hint('1'), hint('3'), hint('3', 'merged')]);
      await store.saveHints('psa', [hint('7')]);
      await bench.workspace('other').saveHints('crm', [hint('8')]);
      await store.saveHints('crm', []);
      expect(await waiting()).toEqual(['3 changed', '4 deleted', '1 changed', '3 merged']);
      expect(await waiting(2)).toEqual(['3 changed', '4 deleted']);
    });

    test('are forgotten once they were seen, unless they came again meanwhile', async () => {
      await store.saveHints('crm', [hint('1'), hint('2')]);
      const seen = await store.hints({ entity: 'account', side: 'crm', limit: 10 });
      await store.saveHints('crm', [hint('2')]);
      await store.dropHints(seen);
      expect(await waiting()).toEqual(['2 changed']);
      await store.dropHints(await store.hints({ entity: 'account', side: 'crm', limit: 10 }));
      expect(await waiting()).toEqual([]);
      await store.dropHints([]);
    });

    test('about a person who is to be forgotten are not for looking, and do not grow old', async () => {
      await store.saveHints('crm', [hint('1'), hint('2', 'erased')]);
      expect(await waiting()).toEqual(['1 changed']);
      await store.expireHints(at(0));
      expect(await waiting()).toEqual(['1 changed']);
      await store.expireHints(at(1));
      expect(await waiting()).toEqual([]);
    });
  });

  describe('tickets and sealed texts', () => {
    let bench: Bench;
    let store: Store;
    beforeEach(async () => {
      bench = await open();
      store = bench.workspace('main');
    });

    test('a ticket is given to one caller, for its purpose, in its workspace, in time', async () => {
      await store.saveTicket({ purpose: 'door', hash: 'h1', data: { who: 'Aino' }, expiresAt: at(15) });
      expect(await store.takeTicket('window', 'h1')).toBeNull();
      expect(await store.takeTicket('door', 'h2')).toBeNull();
      expect(await bench.workspace('other').takeTicket('door', 'h1')).toBeNull();
      const [one, two] = await Promise.all([store.takeTicket('door', 'h1'), store.takeTicket('door', 'h1')]);
      expect([one, two].filter((data) => data !== null)).toEqual([{ who: 'Aino' }]);
    });

    test('a ticket that ran out is no ticket, and goes with the next one that is made', async () => {
      await store.saveTicket({ purpose: 'door', hash: 'h1', data: 1, expiresAt: at(15) });
      await store.saveTicket({ purpose: 'door', hash: 'h2', data: 2, expiresAt: at(15) });
      bench.clock.advance(15 * MINUTE);
      expect(await store.takeTicket('door', 'h1')).toBeNull();
      await store.saveTicket({ purpose: 'door', hash: 'h3', data: 3, expiresAt: at(30) });
      bench.clock.advance(-MINUTE);
      expect(await store.takeTicket('door', 'h2')).toBeNull();
      expect(await store.takeTicket('door', 'h3')).toBe(3);
    });

    test('a ticket that is the only one of its purpose ends those before it', async () => {
      await store.saveTicket({ purpose: 'door', hash: 'h1', data: 1, expiresAt: at(15) });
      await store.saveTicket({ purpose: 'window', hash: 'h1', data: 2, expiresAt: at(15) });
      await bench.workspace('other').saveTicket({ purpose: 'door', hash: 'h1', data: 3, expiresAt: at(15) });
      await store.saveTicket({ purpose: 'door', hash: 'h2', data: 4, expiresAt: at(15), isOnly: true });
      expect([await store.takeTicket('door', 'h1'), await store.takeTicket('window', 'h1'), await bench.workspace('other').takeTicket('door', 'h1'), await store.takeTicket('door', 'h2')]).toEqual([null, 2, 3, 4]);
    });

    test('a sealed text is kept by name, the last one only', async () => {
      expect(await store.secret('grant')).toBeNull();
      await store.saveSecret('grant', 'one');
      await store.saveSecret('grant', 'two');
      expect(await store.secret('grant')).toBe('two');
      expect(await bench.workspace('other').secret('grant')).toBeNull();
    });
  });
}
