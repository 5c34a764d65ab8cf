// What a caller is called beside what they change. Invariant: no person is called like a program, whatever they call themselves, and an
// address that nobody has verified names nobody.

/** A token's own name follows. */
export const PROGRAM = 'token ';

type Claims = Readonly<Record<string, unknown>>;

/** Of a person, by what their identity provider says; `subject` is how it tells people apart. */
export function personNames(claims: Claims, subject: string): { readonly name: string; readonly email: string | null } {
  const text = (name: string): string | null => textOf(claims[name]);
  const told = claims['email_verified'] === false ? null : text('email');
  const email = told !== null && /^[^\s@]+@[^\s@]+$/u.test(told) ? told : null;
  const name = [text('name'), text('preferred_username'), email].find((one) => one !== null && !isProgram(one));
  return { name: name ?? subject, email };
}

function textOf(claim: unknown): string | null {
  if (typeof claim !== 'string') return null;
  const plain = claim.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim().slice(0, 200);
  return plain === '' ? null : plain;
}

function isProgram(name: string): boolean {
  return /^token\s/iu.test(name);
}
