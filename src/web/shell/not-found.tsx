// An address that leads nowhere.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { PageNotice } from '../components/notices.tsx';
import { useText } from '../i18n/language.ts';

export function NotFound(): ReactElement {
  const { t } = useText();
  const title = t('shell:notFound.title');
  return (
    <PageNotice title={title} text={t('shell:notFound.text')}>
      <title>{`${title} · Sauma`}</title>
      <Button component={Link} to="/">{t('shell:notFound.home')}</Button>
    </PageNotice>
  );
}
