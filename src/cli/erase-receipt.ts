// Receipts on the command line: saved as JSON or as a page, and checked. Invariant: whoever has a receipt can check it without the database
// that it came from.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { isGenuine, parsedBody, receiptOf } from '../erasure/receipt.ts';
import type { SignedReceipt } from '../erasure/receipt.ts';
import { receiptPdf } from '../erasure/receipt-pdf.ts';
import { ConfigError, UsageError } from '../lib/errors.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { withErasures } from './erasure-context.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { keptOutside } from './kept-outside.ts';
import { writeJson } from './output.ts';
import { requireKey } from './secret-key.ts';

export interface ReceiptFlags extends SharedOptions {
  readonly out: string;
  readonly language: 'fi' | 'en';
}

/** Whoever has the receipt may check it, with or without this installation's data: nothing is opened, and no key is made. */
export function verify(file: string, flags: SharedOptions, context: Context): ExitCode {
  const receipt = receiptIn(file);
  const config = loadConfig({ env: context.env, rootDir: context.rootDir });
  const { signer } = keptOutside(config, context.clock);
  const genuine = isGenuine({ signer }, receipt);
  const ours = genuine && hasKey(config) && signer.publicKeys.includes(receipt.publicKey);
  const id = genuine ? parsedBody(receipt.body).request : null;
  if (flags.json) writeJson(context, { genuine, ours, request: id, publicKey: receipt.publicKey });
  else context.stdout.write(!genuine ? 'This receipt is not as it was signed.\n' : ours ? `Genuine: the receipt of request ${id}, signed by this installation.\n` : `As it was signed: the receipt of request ${id}. The key ${receipt.publicKey} is not one of this installation; ask its controller whether it is theirs.\n`);
  return genuine ? EXIT.done : EXIT.failed;
}

export async function saveReceipt(id: string, flags: ReceiptFlags, context: Context): Promise<ExitCode> {
  return withErasures(flags, context, async (erasures) => {
    const receipt = await receiptOf(erasures, id);
    if (receipt === null) throw new UsageError('no-receipt', 'there is no receipt yet: nothing has been erased. "npx sauma erase status" shows what it waits for.');
    const isPdf = flags.out.toLowerCase().endsWith('.pdf');
    try {
      writeFileSync(flags.out, isPdf ? await receiptPdf(receipt, flags.language, erasures.timeZone) : `${JSON.stringify(receipt, null, 2)}\n`);
    } catch (cause) {
      throw new UsageError('file-unfit', `${flags.out} cannot be written. Name a file in a folder that is yours.`, { cause });
    }
    if (flags.json) writeJson(context, { request: parsedBody(receipt.body).request, file: flags.out });
    else context.stdout.write(`Written: ${flags.out}\n`);
    return EXIT.done;
  });
}

function receiptIn(file: string): SignedReceipt {
  try {
    const given = JSON.parse(readFileSync(file, 'utf8')) as Partial<SignedReceipt>;
    if (typeof given.body === 'string' && typeof given.signature === 'string' && typeof given.publicKey === 'string') return given as SignedReceipt;
  } catch {
    // Told below: a file that cannot be read and one that is no receipt are put right in the same way.
  }
  throw new UsageError('receipt-unreadable', 'this file is no receipt. Download it as JSON from the request.');
}

function hasKey(config: Config): boolean {
  try {
    requireKey(config);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return false;
  }
}
