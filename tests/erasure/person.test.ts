// Who is meant: asked by a number or a name alone, nobody is taken for the person who may be somebody else, and nobody who is known is missed.
import { describe, expect, it } from 'vitest';
import { personOf } from '../../src/erasure/person.ts';
import type { Asked } from '../../src/erasure/request-data.ts';
import { erasureBench, type Bench } from './bench.ts';

const NUMBER = '+358457008090';
const nobody: Asked = { names: [], emails: [], phones: [], linkIds: [], refs: [] };

const set = (key: string | undefined) => (key === undefined ? [] : [{ key }]);

async function knows(bench: Bench, firstName: string, lastName: string, { email, phone }: { readonly email?: string; readonly phone?: string } = {}): Promise<string> {
  const id = await bench.store.addLocal('contact', { fields: { firstName, lastName, emails: set(email), phones: set(phone) }, keys: [], by: 'test' });
  return id ?? '';
}

const asked = async (bench: Bench, by: Partial<Asked>): Promise<{ candidates: readonly string[]; links: readonly string[] }> => {
  const { candidates, subject } = await personOf(bench, { ...nobody, ...by }, {});
  return { candidates: candidates.toSorted(), links: subject.linkIds };
};

describe('asked by a number alone', () => {
  it('whoever has it is meant, in whatever way it is written', async () => {
    const bench = erasureBench();
    const one = await knows(bench, 'Tuulikki', 'Saarnisto', { phone: NUMBER });
    await knows(bench, 'Orvokki', 'Niittymaa', { phone: '+358401112223' });
    expect(await asked(bench, { phones: ['045 700 8090'] })).toEqual({ candidates: [], links: [one] });
  });

  it('of several with other names somebody has to say who is meant', async () => {
    const bench = erasureBench();
    const [one, other] = [await knows(bench, 'Tuulikki', 'Saarnisto', { phone: NUMBER }), await knows(bench, 'Anselmi', 'Ketonen', { phone: NUMBER })];
    expect(await asked(bench, { phones: [NUMBER] })).toEqual({ candidates: [one, other].toSorted(), links: [] });
    expect(await asked(bench, { phones: [NUMBER], linkIds: [one] })).toEqual({ candidates: [], links: [one] });
  });

  it('does not stand for an address that nobody is known by, nor for another name', async () => {
    const bench = erasureBench();
    const one = await knows(bench, 'Tuulikki', 'Saarnisto', { email: 'tuulikki@a.example', phone: NUMBER });
    expect(await asked(bench, { phones: [NUMBER], emails: ['somebody@else.example'] })).toEqual({ candidates: [one], links: [] });
    expect(await asked(bench, { phones: [NUMBER], names: [{ first: 'Anselmi', last: 'Ketonen' }] })).toEqual({ candidates: [], links: [] });
    expect(await asked(bench, { phones: [NUMBER], emails: ['Tuulikki@a.example'] })).toEqual({ candidates: [], links: [one] });
  });
});

describe('asked by a name alone', () => {
  it('somebody has to say who is meant, be it one or several', async () => {
    const bench = erasureBench();
    const [one, other] = [await knows(bench, 'Orvokki', 'Niittymaa', { email: 'o@a.example' }), await knows(bench, 'Orvokki', 'Niittymaa', { email: 'o@b.example' })];
    const third = await knows(bench, 'Tuulikki', 'Saarnisto');
    expect(await asked(bench, { names: [{ first: 'orvokki', last: 'NIITTYMAA' }] })).toEqual({ candidates: [one, other].toSorted(), links: [] });
    expect(await asked(bench, { names: [{ first: 'Tuulikki', last: 'Saarnisto' }] })).toEqual({ candidates: [third], links: [] });
    expect(await asked(bench, { names: [{ first: 'Orvokki', last: 'Niittymaa' }], linkIds: [other] })).toEqual({ candidates: [], links: [other] });
  });

  it('a name that nobody has is looked for in the systems', async () => {
    const bench = erasureBench();
    expect(await asked(bench, { names: [{ first: 'Saima', last: 'Koivuranta' }] })).toEqual({ candidates: [], links: [] });
  });
});
