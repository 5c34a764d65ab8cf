// Taking a port: what can go wrong with it is told as a matter of the command line, not as a fault of the program.
import { ConfigError } from '../lib/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program. Stop that one, or choose another port; 0 takes any free one',
  EACCES: 'may not be used by this user. Choose a port above 1023',
};

/**
 * What `open` gives once it listens.
 * @param key the setting that named the port
 * @throws ConfigError when the port cannot be had
 */
export async function listen<Server>(port: number, open: (port: number) => Promise<Server>, key = '--port'): Promise<Server> {
  try {
    return await open(port);
  } catch (cause) {
    const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw cause;
    throw new ConfigError('port-unavailable', key, `port ${port} ${reason}.`, { cause });
  }
}
