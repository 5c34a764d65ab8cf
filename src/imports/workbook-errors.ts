// What can be wrong with a workbook as a whole. Invariant: the words say what to do with it, and nothing of what is in it.
import { UsageError } from '../lib/errors.ts';

export function tooLarge(): UsageError {
  return new UsageError('import.too-large', 'the workbook is too large to be read. Save the sheet as CSV, which may be of any length, or divide it.');
}

/** @param cause an error, or what was found in words */
export function damaged(cause: unknown): UsageError {
  return new UsageError('import.damaged', 'the workbook is damaged. Open it in your spreadsheet and save it anew as .xlsx, or as CSV.', { cause });
}
