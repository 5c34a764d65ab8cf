// E-mail addresses: one spelling per mailbox, and two mailboxes never share one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseEmail } from '../../../src/core/normalise/email.ts';

describe('an e-mail address', () => {
  it.each([
    'aino.virtanen@acme.example', 'Aino.Virtanen@ACME.Example', ' aino.virtanen@acme.example ', 'aino.virtanen+uutiset@acme.example', 'Aino Virtanen <aino.virtanen@acme.example>', '<aino.virtanen@acme.example>',
    'mailto:aino.virtanen@acme.example', 'aino.virtanen\u200b@acme.example', 'aino.virt\u00adanen@acme.example', 'aino.virtanen@acme.example.',
    '\uff41\uff49\uff4e\uff4f.virtanen\uff20acme.example',
  ])('reads %s as one mailbox', (written) => {
    expect(normaliseEmail(written)).toBe('aino.virtanen@acme.example');
  });

  it.each([
    ['aino.m.virtanen@gmail.com', 'ainomvirtanen@googlemail.com'],
    ['aino@mäki.example', 'aino@xn--mki-qla.example'],
    ['aino@ma\u0308ki.example', 'aino@mäki.example'],
  ])('%s and %s are one', (one, other) => {
    expect(normaliseEmail(one)).toBe(normaliseEmail(other));
  });

  it.each([
    ['aino.virtanen@acme.example', 'ainovirtanen@acme.example'],
    ['aino@acme.example', 'aino@acme.example.org'],
    ['aino@acme.example', 'aina@acme.example'],
    ['aino@mäki.example', 'aino@maki.example'],
    ['+aino@acme.example', '@acme.example'],
  ])('%s and %s are two', (one, other) => {
    expect(normaliseEmail(one)).not.toBe(normaliseEmail(other));
  });

  it('is its own spelling, whatever was written', () => {
    fc.assert(fc.property(fc.oneof(fc.emailAddress(), fc.string()), (written) => {
      expect(normaliseEmail(normaliseEmail(written))).toBe(normaliseEmail(written));
    }));
  });
});
