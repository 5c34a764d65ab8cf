// A run while it goes on, and while it waits: for the page of the run, and wherever else somebody waits for one.
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { pathOf } from '../../api.ts';
import { LiveProgress } from '../../components/live-progress.tsx';
import type { ProgressEvent } from '../../components/progress-state.ts';
import { useText, type Text } from '../../i18n/language.ts';
import { entityText } from './run-text.ts';

interface RunProgressProps {
  readonly id: string;
  readonly label?: string;
  readonly onEnd?: () => void;
}

export function RunProgress({ id, label, onEnd }: RunProgressProps): ReactElement {
  const { t } = useText();
  const counts = [
    { name: 'created', label: t('runs:progress.created') },
    { name: 'updated', label: t('runs:progress.updated') },
    { name: 'archived', label: t('runs:progress.archived') },
    { name: 'failed', label: t('runs:progress.failedCount') },
  ];
  return (
    <LiveProgress
      label={label ?? t('runs:progress.label')} path={pathOf(CONTRACTS.runProgress.path, { id })} schema={CONTRACTS.runProgress.answer} counts={counts}
      describe={({ message }: ProgressEvent) => (message === null ? null : phaseText(t, message))} {...(onEnd && { onEnd })}
    />
  );
}

const WHOLE = ['wait', 'begin', 'import', 'done', 'halted', 'failed'] as const;

/** @param phase as the engine calls it: `read psa account` */
function phaseText(t: Text, phase: string): string {
  const whole = WHOLE.find((one) => one === phase);
  if (whole !== undefined) return t(`runs:progress.${whole}`);
  const [step = '', about = '', entity = '', details] = phase.split(' ');
  if (step === 'read' && (about === 'psa' || about === 'crm')) return t(details === undefined ? 'runs:progress.read' : 'runs:progress.details', { system: t(`runs:system.${about}`), what: entityText(t, entity) });
  if (step === 'match' || step === 'compare' || step === 'write') return t(`runs:progress.${step}`, { what: entityText(t, about) });
  return step === 'compute' ? t('runs:progress.figures') : phase;
}
