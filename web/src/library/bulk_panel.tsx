// Two or more are selected: the panel changes them together.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Access, AssetChange, AssetRow, AssetStatus, Library, Protection } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { announce } from '@/app/live'
import { useMe } from '@/app/session'
import { put_in } from '@/downloads/basket'
import { download } from '@/downloads/desk'
import { sort_wanted, wanted_original } from '@/downloads/wanted'
import { size_text, t } from '@/i18n'
import { Button, Notice, ProblemState, say_done, Segmented, Skeleton } from '@/ui'
import { change_many, type ManyChanged } from './moving'
import type { Selection } from './selection'
import styles from './library.module.css'

interface Props {
  count: number
  rows: () => Promise<AssetRow[]>
  selection: Selection
  library: Library
  on_move: (rows: AssetRow[]) => void
  on_delete: (rows: AssetRow[]) => void
}

/** What all of them have, or nothing where they differ. */
function common<T>(values: T[]): T | null {
  const first = values[0]
  return first !== undefined && values.every((value) => value === first) ? first : null
}

export function BulkPanel({ count, rows, selection, library, on_move, on_delete }: Props) {
  const me = useMe()
  const chosen = useQuery({ queryKey: ['assets', 'chosen', library.id, selection.mode, [...selection.ids].sort()], queryFn: rows, placeholderData: (before) => before, gcTime: 0 })
  const [result, set_result] = useState<ManyChanged | null>(null)
  const [error, set_error] = useState<unknown>(null)
  const [is_busy, set_busy] = useState(false)
  const all = chosen.data ?? []
  const sorted = sort_wanted(all.map(wanted_original))
  const status = common(all.map((row) => row.status))

  async function apply(change: AssetChange) {
    set_busy(true)
    set_error(null)
    try {
      const done = await change_many(
        all.map((row) => row.id),
        change,
      )
      set_result(done.failed.length > 0 ? done : null)
      const text = t('bulk.changed', { count: done.changed.length })
      announce(text)
      if (done.changed.length > 0) say_done(text)
    } catch (problem) {
      set_error(problem)
    } finally {
      set_busy(false)
    }
  }

  return (
    <div className={styles['bulk']}>
      <h2>{t('selection.count', { count })}</h2>
      {chosen.isPending && <Skeleton lines={4} />}
      {chosen.isError && <ProblemState error={chosen.error} on_retry={() => void chosen.refetch()} />}
      {chosen.data && (
        <>
          <p className={styles['quiet']}>{[size_text(all.reduce((sum, row) => sum + row.size, 0)), sorted.shut.length > 0 ? t('bulk.takeable', { now: sorted.free.length + sorted.asking.length, shut: sorted.shut.length }) : ''].filter(Boolean).join(' · ')}</p>
          <div className={styles['bulk_acts']}>
            <Button kind="primary" icon="download" wide onClick={() => download(all.map(wanted_original))}>
              {t('bulk.download')}
            </Button>
            <Button icon="basket" wide onClick={() => say_done(t('basket.put', { count: put_in(me.id, all) }))}>
              {t('basket.put_in')}
            </Button>
            {all.some((row) => row.can.organise) && (
              <Button icon="move" wide onClick={() => on_move(all)}>
                {t('move.button')}
              </Button>
            )}
            {all.some((row) => row.can.delete) && (
              <Button kind="danger" icon="bin" wide onClick={() => on_delete(all)}>
                {t('delete.button')}
              </Button>
            )}
          </div>
          {all.some((row) => row.can.publish) && (
            <Segmented<AssetStatus>
              label={t('asset.state')}
              value={status}
              disabled={is_busy}
              on_change={(now) => void apply({ status: now })}
              items={[
                { value: 'draft', text: t('state.draft') },
                { value: 'published', text: t('state.published') },
                { value: 'archived', text: t('state.archived') },
              ]}
            />
          )}
          {all.some((row) => row.can.protect) && (
            <>
              <Segmented<Access>
                label={t('rule.lock')}
                value={null}
                disabled={is_busy}
                on_change={(access) => void apply({ access })}
                items={[
                  { value: 'inherit', text: t('rule.inherit') },
                  { value: 'locked', text: t('rule.locked') },
                  { value: 'unlocked', text: t('rule.unlocked') },
                ]}
              />
              <Segmented<Protection>
                label={t('rule.protection')}
                value={null}
                disabled={is_busy}
                on_change={(protection) => void apply({ protection })}
                items={[
                  { value: 'inherit', text: t('rule.inherit') },
                  { value: 'on_request', text: t('rule.on_request') },
                  { value: 'open', text: t('rule.open') },
                ]}
              />
            </>
          )}
          {error !== null && <Notice tone="brick" icon="warning">{problem_text(error).detail}</Notice>}
          {result && (
            <Notice tone="amber" icon="warning">
              <p>{t('bulk.failed', { count: result.failed.length })}</p>
              <ul>
                {result.failed.slice(0, 10).map((one) => (
                  <li key={one.id}>
                    <bdi>{all.find((row) => row.id === one.id)?.name}</bdi>: {one.why[0] ?? one.detail}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
        </>
      )}
    </div>
  )
}
