// What the Severa sandbox is told: credentials, limits, and the facts the references only guess at. Every guess is one
// option here with the default that is hardest on a client where nothing speaks for an easier one.
import type { Random } from '../../lib/random.ts';
import type { FaultRule } from '../faults.ts';

/** How the vendor behaves where its documents are silent. */
export interface SeveraFacts {
  /** A token is asked for a scope the credential lacks: answer the rest, or refuse the whole request. */
  readonly ungrantedScope: 'partial' | 'refuse';
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  /** Sent with a 429; null sends no Retry-After. */
  readonly retryAfterSeconds: number | null;
  /** `customerGuids[]=a`: unknown name like any other, or read as `customerGuids=a`. */
  readonly bracketArrays: 'ignore' | 'honour';
  /** Since-filters compare instants as they are, or rounded to the closest minute as the old API did. */
  readonly sinceRounding: 'none' | 'minute';
  /** Instants are answered with Z, or without any zone. */
  readonly instants: 'utc' | 'naive';
  /** PATCH of a field the model does not have. */
  readonly unknownPatchPath: 'refuse' | 'ignore';
  /** PATCH of a field that is read-only. */
  readonly readOnlyPatch: 'ignore' | 'refuse';
  /** PATCH of /owner/guid while owner is null. */
  readonly nestedPatchOnNull: 'create' | 'refuse';
  /** A guid in a body that names nothing. */
  readonly unknownReference: 'refuse' | 'accept';
  /** A status change moves the project's own time of change, or only the two status filters see it. */
  readonly statusChangeTouchesProject: boolean;
  /** Winning sets probability 100 and the order date; losing closes the project. */
  readonly saleOutcomeEffects: boolean;
  /** Invoicing, crediting and releasing an hour, fee or expense moves its time of change. */
  readonly invoicingTouchesItems: boolean;
  readonly creditNoteSign: 'negative' | 'positive';
  /** An invoice's totals go to whole cents, half a cent away from zero, or to whole units of its currency. */
  readonly currencyRoundingType: 'AwayFromZero' | 'NearestInteger';
  /** Deleted contacts: still in lists with isDeleted, readable by guid only, or gone. */
  readonly deletedContacts: 'listed' | 'readable' | 'gone';
  /** DELETE of a customer, project or phase that others hang on. */
  readonly deleteWithChildren: 'refuse' | 'cascade';
  readonly phaseMemberRequired: boolean;
  readonly workHourApproval: 'None' | 'RequiredForInvoicing' | 'InvoicableAlways';
  /** The first address of a customer becomes its headquarters. */
  readonly firstAddressIsHeadquarters: boolean;
  readonly customFieldsAddon: boolean;
  readonly proposalsAddon: boolean;
}

export interface SeveraOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the credential may do; every scope when left out. */
  readonly grantedScopes?: readonly string[];
  /** Ten calls a second, as the vendor has it; false: no limit at all. */
  readonly quota: boolean;
  /** More rows than this are never given in one answer; 100 when left out. */
  readonly pageMax?: number;
  readonly random: Random;
  readonly facts?: Partial<SeveraFacts>;
  readonly faults?: readonly FaultRule[];
}

export const defaultFacts: SeveraFacts = {
  ungrantedScope: 'partial',
  accessTokenSeconds: 3600,
  refreshTokenSeconds: 86_400,
  retryAfterSeconds: null,
  bracketArrays: 'ignore',
  sinceRounding: 'none',
  instants: 'utc',
  unknownPatchPath: 'refuse',
  readOnlyPatch: 'ignore',
  nestedPatchOnNull: 'create',
  unknownReference: 'refuse',
  statusChangeTouchesProject: false,
  saleOutcomeEffects: true,
  invoicingTouchesItems: false,
  creditNoteSign: 'negative',
  currencyRoundingType: 'AwayFromZero',
  deletedContacts: 'listed',
  deleteWithChildren: 'refuse',
  phaseMemberRequired: false,
  workHourApproval: 'None',
  firstAddressIsHeadquarters: true,
  customFieldsAddon: true,
  proposalsAddon: true,
};

const areas = ['activities', 'customers', 'fees', 'files', 'hours', 'invoices', 'projects', 'resourceallocations', 'settings', 'travels', 'users'];

/** Every scope there is. Deleting is a scope of its own; the organisation cannot be deleted. */
export const allScopes: readonly string[] = [
  ...areas.flatMap((area) => [`${area}:read`, `${area}:write`, `${area}:delete`]),
  'organization:read',
  'organization:write',
];
