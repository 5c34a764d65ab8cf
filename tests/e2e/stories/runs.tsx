// Work while it goes on: one under way, one whose line breaks, one that fails.
import { Card, Stack } from '@mantine/core';
import * as z from 'zod';
import type { ReactElement } from 'react';
import { LiveProgress } from '../../../src/web/components/live-progress.tsx';
import { PageHeader } from '../../../src/web/components/page-header.tsx';
import { useWords } from './words.ts';

const schema = z.object({ step: z.number(), state: z.enum(['running', 'done', 'failed', 'cancelled']), done: z.number(), total: z.number().nullable(), message: z.string().nullable(), counts: z.record(z.string(), z.number()) });

export default function Runs(): ReactElement {
  const words = useWords({
    fi: { text: 'Ensimmäinen täyttö, kerran päivässä pyyhkäisy ja jatkuva syöte.', halfway: 'Ensimmäinen täyttö', line: 'Pyyhkäisy', failing: 'HubSpot-syöte', created: 'Luotu', updated: 'Päivitetty', held: 'Odottaa', page: (step: number) => `Yhteyshenkilöt, sivu ${step} / 100` },
    en: { text: 'A first backfill, the sweep and the feed.', halfway: 'First backfill', line: 'Sweep', failing: 'HubSpot feed', created: 'Created', updated: 'Updated', held: 'Held', page: (step: number) => `Contacts, page ${step} of 100` },
  });
  const counts = (['created', 'updated', 'held'] as const).map((name) => ({ name, label: words[name] }));
  return (
    <>
      <PageHeader text={words.text} />
      <Stack maw={860}>
        {(['halfway', 'line', 'failing'] as const).map((run) => <Card key={run}><LiveProgress label={words[run]} path={`/story/runs/${run}/events`} schema={schema} counts={counts} describe={({ message, step }) => (message?.startsWith('Contacts') ? words.page(step) : message)} /></Card>)}
      </Stack>
    </>
  );
}
