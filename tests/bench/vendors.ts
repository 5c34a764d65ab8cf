// The process with both sandboxes, as those who measure see it. Invariant: one question at a time, each answered before the next.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Questions, VendorsOptions } from './vendors-process.ts';

export type Ask = <Name extends keyof Questions>(name: Name, ...given: Record<string, never> extends Parameters<Questions[Name]>[0] ? [] : Parameters<Questions[Name]>) => Promise<ReturnType<Questions[Name]>>;

export interface Access {
  readonly severa: { readonly url: string; readonly clientId: string; readonly clientSecret: string };
  readonly hubspot: { readonly url: string; readonly token: string; readonly webhookSecret: string; readonly appId: string };
}

export interface Vendors {
  readonly access: Access;
  /** What connects the product to both. */
  readonly variables: Readonly<Record<string, string>>;
  readonly ask: Ask;
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('vendors-process.ts', import.meta.url));

export async function startVendors(options: VendorsOptions): Promise<Vendors> {
  const child = fork(PROGRAM, [JSON.stringify(options)], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const access = (await answerOf(child)) as Access;
  let last: Promise<unknown> = Promise.resolve();
  const ask: Ask = (name, ...given) => {
    const answered = last.then(async () => {
      child.send({ name, given: given[0] ?? {} });
      return await answerOf(child);
    });
    last = answered.catch(() => undefined);
    return answered as never;
  };
  return {
    access,
    variables: {
      SEVERA_BASE_URL: access.severa.url,
      SEVERA_CLIENT_ID: access.severa.clientId,
      SEVERA_CLIENT_SECRET: access.severa.clientSecret,
      HUBSPOT_BASE_URL: access.hubspot.url,
      HUBSPOT_TOKEN: access.hubspot.token,
    },
    ask,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** @throws when the process ends instead of answering */
function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      child.off('message', answered);
      child.off('exit', ended);
    };
    const answered = (message: unknown): void => {
      settle();
      resolve((message as { answer: unknown }).answer);
    };
    const ended = (code: number | null): void => {
      settle();
      reject(new Error(`the sandboxes ended with ${code}`));
    };
    child.once('message', answered);
    child.once('exit', ended);
  });
}
