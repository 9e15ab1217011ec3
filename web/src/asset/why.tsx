// Why may somebody do this or not: the sentences, and behind them each gate that was asked and where its answer came from.
import { useQuery } from '@tanstack/react-query'
import type { Action, AssetRow, Decision } from '@/api/client'
import { t, type Key } from '@/i18n'
import { decision_query } from '@/library/queries'
import { Button, Dialog, Icon, ProblemState, Skeleton, StateBadge, type IconName } from '@/ui'
import styles from './asset.module.css'

export const k_action_names: Record<Action, Key> = {
  view: 'action.view',
  comment: 'action.comment',
  download: 'action.download',
  share: 'action.share',
  collect: 'action.collect',
  edit: 'action.edit',
  update: 'action.update',
  organise: 'action.organise',
  delete: 'action.delete',
  upload: 'action.upload',
  publish: 'action.publish',
  protect: 'action.protect',
}

const k_marks: Record<string, { icon: IconName; style: string }> = {
  passed: { icon: 'check', style: 'gate_passed' },
  met: { icon: 'pass', style: 'gate_passed' },
  need: { icon: 'lock', style: 'gate_need' },
  deny: { icon: 'close', style: 'gate_deny' },
  hidden: { icon: 'eye_off', style: 'gate_deny' },
}

export function Trace({ decision }: { decision: Decision }) {
  return (
    <ol className={styles['trace']}>
      {decision.trace.map((line) => {
        const mark = k_marks[line.result] ?? { icon: 'dash', style: 'gate_quiet' }
        return (
          <li key={line.gate} className={styles[mark.style]}>
            <Icon name={mark.icon} />
            <span>{line.text}</span>
          </li>
        )
      })}
    </ol>
  )
}

function Outcome({ decision }: { decision: Decision }) {
  if (decision.outcome === 'allow') return <StateBadge tone="moss" icon="check">{t('why.allowed')}</StateBadge>
  if (decision.outcome === 'need') return <StateBadge tone="amber" icon="lock">{t('why.something_missing')}</StateBadge>
  return <StateBadge tone="brick" icon="close">{t('why.refused')}</StateBadge>
}

export function WhyDialog({ asset, action, on_close }: { asset: Pick<AssetRow, 'id' | 'name'>; action: Action; on_close: () => void }) {
  const decision = useQuery(decision_query(asset.id, action))
  return (
    <Dialog
      open
      on_close={on_close}
      title={t('why.title', { action: t(k_action_names[action]) })}
      actions={
        <Button kind="primary" onClick={on_close}>
          {t('ui.close')}
        </Button>
      }
    >
      <bdi className={styles['why_name']}>{asset.name}</bdi>
      {decision.isPending && <Skeleton lines={4} />}
      {decision.isError && <ProblemState error={decision.error} on_retry={() => void decision.refetch()} />}
      {decision.data && (
        <>
          <div>
            <Outcome decision={decision.data} />
          </div>
          {decision.data.why.length > 0 && (
            <ul className={styles['why_lines']}>
              {decision.data.why.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
          <details className={styles['how']}>
            <summary>{t('why.how')}</summary>
            <Trace decision={decision.data} />
          </details>
        </>
      )}
    </Dialog>
  )
}
