// One page in the frame: opened when the rights allow it, and an own boundary for what breaks in it, so that the navigation
// stays whatever happens.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link, Outlet, useRouteError } from 'react-router';
import { AlertIcon, KeyIcon } from '../components/icons.tsx';
import { PageNotice } from '../components/notices.tsx';
import { PlaceProvider } from '../components/page-header.tsx';
import { useText } from '../i18n/language.ts';
import { useFormat } from '../outside.ts';
import type { Page } from '../pages.ts';
import { may } from '../rights.ts';
import { useSession } from '../session.ts';
import { useRightName } from './right-name.ts';

export function PageFrame({ page, pages }: { readonly page: Page; readonly pages: readonly Page[] }): ReactElement {
  const session = useSession();
  if (!may(session, page.need)) return <NoRight page={page} />;
  return <PlaceProvider value={{ page, pages }}><Outlet /></PlaceProvider>;
}

function NoRight({ page: { need } }: { readonly page: Page }): ReactElement {
  const { t } = useText();
  const { list } = useFormat();
  const nameOf = useRightName();
  const title = t('shell:noRight.title');
  const rights = list([...(need.reads ?? []), ...(need.changes ?? [])].map((right) => `"${nameOf(right)}"`));
  return (
    <PageNotice title={title} text={t('shell:noRight.text', { rights })} icon={<KeyIcon size={40} />}>
      <title>{`${title} · Sauma`}</title>
      <Button component={Link} to="/own-access" variant="default">{t('shell:user.ownAccess')}</Button>
    </PageNotice>
  );
}

/** For what is thrown while a page is shown or its code loaded. */
export function Crashed(): ReactElement {
  const { t } = useText();
  const error = useRouteError();
  const queries = useQueryClient();
  const old = error instanceof TypeError && /import|module/iu.test(error.message);
  const title = t('shell:crashed.title');
  return (
    <PageNotice title={title} text={t(old ? 'shell:crashed.old' : 'shell:crashed.text')} icon={<AlertIcon size={40} />}>
      <title>{`${title} · Sauma`}</title>
      <Button onClick={() => { queries.clear(); location.reload(); }}>{t('common:reload')}</Button>
    </PageNotice>
  );
}
