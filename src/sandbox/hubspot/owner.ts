// Home of an owner as data. Invariant: `id` is what `hubspot_owner_id` holds; `userId` is another number of the same
// person.

export interface Owner {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly createdAt: number;
  readonly archived: boolean;
}

export interface NewOwner {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly archived?: boolean;
}
