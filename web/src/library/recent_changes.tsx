// One's own changes to many assets at once that can still be taken back.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { announce } from '@/app/live'
import { moment_text, t } from '@/i18n'
import { Button, ProgressBar, say_done, say_wrong, unsay } from '@/ui'
import { type BulkChange, cancel_bulk_change, undo_bulk_change } from './bulk_change'
import { refresh_assets } from './moving'
import styles from './library.module.css'

export const k_recent_key = ['bulk-changes']
const k_most_shown = 3
const k_look_again_ms = 1000

const is_under_way = (one: BulkChange) => one.state === 'changing' || one.state === 'undoing'

/** How many were changed, and whether that was all that was meant. */
export function changed_text(change: BulkChange): string {
  const text = t('bulk.changed', { count: change.changed })
  return change.stopped === null ? text : t('bulk.stopped', { text, reason: t(`bulk.stopped_why.${change.stopped}`) })
}

/** One that is under way, and the way to stop it. */
export function Running({ change }: { change: BulkChange }) {
  const queries = useQueryClient()
  const [is_stopping, set_stopping] = useState(false)
  const is_undoing = change.state === 'undoing'
  const all = is_undoing ? change.changed : change.total
  async function stop() {
    set_stopping(true)
    try {
      await cancel_bulk_change(change.id)
    } catch (error) {
      say_wrong(problem_text(error).detail)
    } finally {
      set_stopping(false)
      void queries.invalidateQueries({ queryKey: k_recent_key })
    }
  }
  return (
    <div className={styles['running']}>
      <ProgressBar label={t(is_undoing ? 'bulk.undoing' : 'bulk.changing')} value={all > 0 ? (100 * change.visited) / all : null} />
      <Button compact busy={is_stopping} onClick={() => void stop()}>
        {t('bulk.stop')}
      </Button>
    </div>
  )
}

/** Undoes one and tells how it went, wherever it was asked for. */
export function useUndo(): (id: string, on_progress?: (change: BulkChange) => void) => Promise<void> {
  const queries = useQueryClient()
  return async (id, on_progress = () => undefined) => {
    unsay(id)
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

/** `besides` is shown already. */
export function RecentChanges({ library, besides = null }: { library: string; besides?: string | null }) {
  const recent = useQuery({ queryKey: k_recent_key, queryFn: async ({ signal }) => (await take(api.GET('/api/bulk-changes', { signal }))).items, refetchInterval: (query) => (query.state.data?.some(is_under_way) ? k_look_again_ms : false) })
  const [running, set_running] = useState<BulkChange | null>(null)
  const undo = useUndo()
  const open = (recent.data ?? []).filter((one) => one.library === library && one.undo_until !== null && one.changed > 0).slice(0, k_most_shown)
  const under_way = (recent.data ?? []).filter((one) => one.library === library && is_under_way(one) && one.id !== running?.id && one.id !== besides)
  if (open.length === 0 && under_way.length === 0 && !running) return null
  return (
    <section className={styles['recent']} aria-label={t('bulk.recent')}>
      <h3>{t('bulk.recent')}</h3>
      {running && <Running change={running} />}
      {under_way.map((one) => (
        <Running key={one.id} change={one} />
      ))}
      <ul>
        {open.map((one) => (
          <li key={one.id}>
            <span>
              {changed_text(one)}
              <small className={styles['quiet']}>{moment_text(one.created_at)}</small>
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
