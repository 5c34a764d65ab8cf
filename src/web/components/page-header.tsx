// The head of a page: the way back up, its title, what can be done with it. Invariant: a page has exactly one, so it has one h1
// and the browser's tab says where one is.
import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { createContext, useContext, type ReactElement, type ReactNode } from 'react';
import { Link, generatePath, useParams } from 'react-router';
import { useText } from '../i18n/language.ts';
import { pagesAbove, type Page } from '../pages.ts';
import classes from './page-header.module.css';

interface Place {
  readonly pages: readonly Page[];
  readonly page: Page;
}
export const PlaceContext = createContext<Place | null>(null);
export const PlaceProvider = PlaceContext.Provider;

interface PageHeaderProps {
  /** What the page is about when that is more than the page's own title: the name of an account. */
  readonly title?: string;
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHeader({ title, text, actions }: PageHeaderProps): ReactElement {
  const { t } = useText();
  const params = useParams();
  const place = useContext(PlaceContext);
  const above = place === null ? [] : pagesAbove(place.pages, place.page);
  const shown = title ?? (place === null ? '' : t(place.page.title));
  return (
    <Stack component="header" gap={6} mb="lg">
      <title>{`${shown} · Sauma`}</title>
      {above.length > 0 && (
        <nav aria-label={t('shell:breadcrumbs')}>
          <ol className={classes['trail']}>
            {above.map((page) => (
              <li key={page.path}><Anchor component={Link} to={generatePath(page.path, params)} size="sm">{t(page.title)}</Anchor></li>
            ))}
            <li aria-current="page"><Text span size="sm" c="dimmed">{shown}</Text></li>
          </ol>
        </nav>
      )}
      <Group justify="space-between" align="flex-end" gap="sm">
        <div className={classes['head']}>
          <Title order={1} tabIndex={-1} id="page-title">{shown}</Title>
          {text !== undefined && <Text c="dimmed" component="div">{text}</Text>}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
    </Stack>
  );
}
