// What an access export holds, as its JSON is written and its page is made from. Invariant: plain data, with the source of each thing.
import type { SystemName } from '../core/vocabulary.ts';

export type ExportLanguage = 'fi' | 'en';

export interface ExportedThing {
  /** contact, note, activity ...; of ours the entity, or `text`. */
  readonly kind: string;
  readonly content: Readonly<Record<string, string>>;
}

export interface SubjectExport {
  /** Random. */
  readonly id: string;
  readonly at: string;
  readonly controller: string;
  /** How it was made sure that it is the person who asks. */
  readonly identity: { readonly how: string; readonly at: string };
  readonly person: { readonly names: readonly string[]; readonly emails: readonly string[]; readonly phones: readonly string[] };
  readonly systems: readonly { readonly system: SystemName; readonly lookedAt: string | null; readonly things: readonly ExportedThing[] }[];
  /** Things that may be about somebody else: somebody of ours has to look through them. */
  readonly unsure: number;
  /** Systems that could not be looked through. */
  readonly missing: readonly SystemName[];
}
