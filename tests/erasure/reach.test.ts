// Nothing personal may come in that an erasure cannot reach.
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../src/connectors/connector.ts';
import { entities } from '../../src/entities/index.ts';
import { outOfReach, requireReach } from '../../src/erasure/reach.ts';

const known = (names: readonly string[]): ReadonlyMap<string, never> => new Map(names.map((name) => [name, undefined as never]));

function connector(carried: readonly string[], mirrors: readonly string[], reaches: Readonly<Record<string, string>> | null): Connector {
  return { system: 'severa', side: 'psa', entities: known(carried), mirrors: known(mirrors), ...(reaches && { privacy: { reaches } as unknown as NonNullable<Connector['privacy']> }) } as unknown as Connector;
}

describe('a system whose connector', () => {
  it('reaches everything personal that it shows may start', () => {
    const one = connector(['account', 'contact'], ['workHours', 'projectFees'], { account: 'redacted', contact: 'deleted', projectFees: 'redacted' });
    expect(outOfReach([one], entities)).toEqual([]);
    expect(() => requireReach([one], entities)).not.toThrow();
  });

  it('shows a person or free text that it cannot forget may not, and says which', () => {
    const one = connector(['account', 'contact'], ['workHours', 'invoiceRows'], { account: 'redacted' });
    expect(outOfReach([one], entities)).toEqual(['severa: contact', 'severa: invoiceRows']);
    expect(() => requireReach([one], entities)).toThrow(/severa: contact, severa: invoiceRows/u);
  });

  it('can forget nothing at all may not', () => {
    expect(outOfReach([connector(['contact'], [], null)], entities)).toEqual(['severa: contact']);
  });
});
