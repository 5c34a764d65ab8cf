// What the server says is wrong, put beside the fields it is about. Invariant: no message is lost; what belongs to no field of
// the form stands above it.
import type { FieldProblem } from '../problem.ts';

export interface PlacedErrors {
  /** By field of the form. */
  readonly fields: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
}

export function placeErrors(problems: readonly Pick<FieldProblem, 'field' | 'message'>[], fields: readonly string[]): PlacedErrors {
  const placed: Record<string, string> = {};
  const rest: string[] = [];
  for (const { field, message } of problems) {
    const home = fields.find((each) => each === field) ?? fields.find((each) => field.startsWith(`${each}.`));
    if (home === undefined) rest.push(message);
    else placed[home] = placed[home] === undefined ? message : `${placed[home]} ${message}`;
  }
  return { fields: placed, rest };
}
