// The first page: what matters today to somebody with these rights. Invariants: whoever has no role is told what to do; the frame is
// there before what its parts need has been loaded.
import { lazy, Suspense, type ReactElement } from 'react';
import { EmptyNotice } from '../components/notices.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { allWords, useText } from '../i18n/language.ts';
import { useSession } from '../session.ts';
import { PageSkeleton } from '../shell/page-skeleton.tsx';

const Parts = lazy(async () => (await Promise.all([import('./overview/parts.tsx'), allWords()]))[0]);

export default function Home(): ReactElement {
  const { t } = useText();
  const { roles, user, workspace } = useSession();
  return (
    <>
      <PageHeader title={t('start:home.hello', { name: user.name })} text={t('start:home.where', { workspace: workspace.label })} />
      {roles.length === 0 && <EmptyNotice title={t('start:home.none.title')} text={t('start:home.none.text')} />}
      <Suspense fallback={<PageSkeleton />}><Parts /></Suspense>
    </>
  );
}
