// How a command is told about whom it is: by an address, a number, a name or a contact. Invariant: at least one of them is given.
import type { Command } from 'commander';
import type { ErasureContext } from '../erasure/context.ts';
import type { AskedBy } from '../erasure/requests.ts';
import { UsageError } from '../lib/errors.ts';

export interface SubjectFlags {
  readonly email?: string;
  readonly phone?: string;
  readonly name?: string;
  readonly contact?: string;
}

export function subjectOptions(command: Command): Command {
  return command
    .option('--email <address>', 'an e-mail address of the person')
    .option('--phone <number>', 'a phone number of the person')
    .option('--name <name>', 'first and last name, never half a name; alone it only finds what a person must look at')
    .option('--contact <id>', 'the id of the contact: ours, or that of either system');
}

/** @throws UsageError when nobody is named, or there is no such contact */
export async function subjectAsked({ store }: Pick<ErasureContext, 'store'>, { email, phone, name, contact }: SubjectFlags): Promise<AskedBy> {
  const given = { ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }), ...(name === undefined ? {} : { name }) };
  if (contact === undefined) {
    if (Object.keys(given).length === 0) throw new UsageError('usage', 'say who it is about: --email, --phone, --name or --contact.');
    return given;
  }
  const [own] = await store.links({ entity: 'contact', ids: [contact], limit: 1 });
  const [linked] = own ? [] : await store.linked('contact', [{ side: 'psa', id: contact }, { side: 'crm', id: contact }]);
  const linkId = own?.id ?? linked?.linkId;
  if (linkId === undefined) throw new UsageError('contact-unknown', 'there is no such contact. Give its id, or ask by an e-mail address.');
  return { ...given, linkId };
}
