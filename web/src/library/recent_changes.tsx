// One's own changes to many assets at once that can still be taken back.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { announce } from '@/app/live'
import { date_text, t } from '@/i18n'
import { Button, ProgressBar, say_done, say_wrong } from '@/ui'
import { type BulkChange, undo_bulk_change } from './bulk_change'
import { refresh_assets } from './moving'
import styles from './library.module.css'

export const k_recent_key = ['bulk-changes']
const k_most_shown = 3

/** Undoes one and tells how it went, wherever it was asked for. */
export function useUndo(): (id: string, on_progress?: (change: BulkChange) => void) => Promise<void> {
  const queries = useQueryClient()
  return async (id, on_progress = () => undefined) => {
    try {
      const undone = await undo_bulk_change(id, on_progress)
      const text = [t('bulk.undone', { count: undone.undone }), undone.left_alone > 0 ? t('bulk.changed_since', { count: undone.left_alone }) : ''].filter(Boolean).join(' ')
      announce(text)
      say_done(text)
    } catch (error) {
      say_wrong(t('bulk.not_undone'), problem_text(error).detail)
    } finally {
      refresh_assets()
      void queries.invalidateQueries({ queryKey: k_recent_key })
    }
  }
}

export function RecentChanges({ library }: { library: string }) {
  const recent = useQuery({ queryKey: k_recent_key, queryFn: async ({ signal }) => (await take(api.GET('/api/bulk-changes', { signal }))).items })
  const [running, set_running] = useState<BulkChange | null>(null)
  const undo = useUndo()
  const open = (recent.data ?? []).filter((one) => one.library === library && one.undo_until !== null && one.changed > 0).slice(0, k_most_shown)
  if (open.length === 0) return null
  return (
    <section className={styles['recent']} aria-label={t('bulk.recent')}>
      <h3>{t('bulk.recent')}</h3>
      {running && <ProgressBar label={t('bulk.undoing')} value={running.changed > 0 ? (100 * running.visited) / running.changed : null} />}
      <ul>
        {open.map((one) => (
          <li key={one.id}>
            <span>
              {t('bulk.changed', { count: one.changed })}
              <small className={styles['quiet']}>{date_text(one.created_at)}</small>
            </span>
            <Button compact disabled={running !== null} onClick={() => void undo(one.id, set_running).finally(() => set_running(null))}>
              {t('ui.undo')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
