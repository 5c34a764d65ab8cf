// The navigation of this person: the pages their rights reach, in groups.
import { ScrollArea, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { NavLink } from 'react-router';
import { useText } from '../i18n/language.ts';
import { navigationFor, type Page } from '../pages.ts';
import { useSession } from '../session.ts';
import { SeamIcon } from '../components/icons.tsx';
import { WaitingCount } from './waiting-count.tsx';
import classes from './shell.module.css';

export function Navigation({ pages }: { readonly pages: readonly Page[] }): ReactElement {
  const { t } = useText();
  const session = useSession();
  return (
    <ScrollArea type="auto">
      <Stack gap="lg" p="sm">
        {navigationFor(pages, session).map(({ group, pages: entries }) => (
          <div key={group}>
            {/* The start page needs no heading over it, but a screen reader's list a name. */}
            <p className={classes['group']} id={`group-${group}`} data-quiet={group === 'start'}>{t(`shell:group.${group}`)}</p>
            <Stack gap={2} component="ul" m={0} p={0} aria-labelledby={`group-${group}`} className={classes['list'] ?? ''}>
              {entries.map(({ path, title, waiting, icon: Icon = SeamIcon }) => (
                <li key={path}>
                  <NavLink to={path} end={path === '/' || holdsOthers(pages, path)} className={classes['link'] ?? ''}><Icon />{t(title)}{waiting && <WaitingCount of={waiting} />}</NavLink>
                </li>
              ))}
            </Stack>
          </div>
        ))}
      </Stack>
    </ScrollArea>
  );
}

/** Other pages of the navigation lie below it: it is the present one only by itself. */
function holdsOthers(pages: readonly Page[], path: string): boolean {
  return pages.some((other) => other.group !== null && other.path.startsWith(`${path}/`));
}
