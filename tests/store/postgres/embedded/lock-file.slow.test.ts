// What a process number is worth as evidence, with real processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { isAlive } from '../../../../src/store/postgres/embedded/lock-file.ts';

it('takes a process for alive while it runs, and for dead once it is a zombie or gone', async () => {
  // The program that took the shell's place never asks how the shell's child ended, so that child stays a zombie.
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill());
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  const zombie = Number(output.toString());
  await expect.poll(() => isAlive(zombie), { timeout: 20_000 }).toBe(false);
  expect(process.kill(zombie, 0)).toBe(true);

  expect(isAlive(parent.pid as number)).toBe(true);
  parent.kill();
  await once(parent, 'exit');
  expect(isAlive(parent.pid as number)).toBe(false);
});
