// Two or more are selected: the panel changes them together.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AssetChange, AssetRow, AssetStatus, Library } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { announce } from '@/app/live'
import { useMe } from '@/app/session'
import { put_in } from '@/downloads/basket'
import { download } from '@/downloads/download'
import { sort_wanted, wanted_original } from '@/downloads/wanted'
import { size_text, t } from '@/i18n'
import { count_passes, end_passes_of, requests_changed } from '@/requests/calls'
import { ask_for } from '@/requests/ask_for'
import { Button, Notice, ProblemState, say_done, Segmented, Skeleton } from '@/ui'
import { type BulkChange, change_selected, left_alone, type LeftAsset } from './bulk_change'
import { BulkRuleDialog, type RuleAsked } from './bulk_rule_dialog'
import { passes_left, shuts, type PassesLeft, type RuleChange } from './bulk_rules'
import { refresh_assets } from './moving'
import type { Scope } from './queries'
import { changed_text, k_recent_key, RecentChanges, Running, useUndo } from './recent_changes'
import { LockChoice, ProtectionChoice } from './rule_switches'
import type { Selection } from './selection'
import styles from './library.module.css'

interface Props {
  count: number
  rows: () => Promise<AssetRow[]>
  selection: Selection
  scope: Scope
  library: Library
  on_move: (rows: AssetRow[]) => void
  on_delete: (rows: AssetRow[]) => void
}

/** So many are looked at one by one before they are changed; of more only the change is asked for. */
const k_most_looked_at = 2000

/** What all of them have, or nothing where they differ. */
function common<T>(values: T[]): T | null {
  const first = values[0]
  return first !== undefined && values.every((value) => value === first) ? first : null
}

export function BulkPanel({ count, rows, selection, scope, library, on_move, on_delete }: Props) {
  const me = useMe()
  const queries = useQueryClient()
  const undo = useUndo()
  const is_large = selection.mode === 'all_but' && count > k_most_looked_at
  const chosen = useQuery({ queryKey: ['assets', 'chosen', library.id, selection.mode, [...selection.ids].sort()], queryFn: rows, placeholderData: (before) => before, gcTime: 0, enabled: !is_large })
  const [left, set_left] = useState<{ count: number; first: LeftAsset[] } | null>(null)
  const [error, set_error] = useState<unknown>(null)
  const [running, set_running] = useState<BulkChange | null>(null)
  const [is_busy, set_busy] = useState(false)
  const [asked, set_asked] = useState<RuleAsked | null>(null)
  const all = is_large ? [] : (chosen.data ?? [])
  const sorted = sort_wanted(all.map(wanted_original))
  const askable = all.filter((row) => row.download.can_request)
  const status = common(all.map((row) => row.status))
  const can_publish = is_large ? library.can.organise : all.some((row) => row.can.publish)
  const can_protect = is_large ? library.can.protect : all.some((row) => row.can.protect)

  /** Says what would happen; nothing has happened yet. */
  async function ask_about(change: RuleChange) {
    const passes = passes_left(scope, selection, is_large ? null : (chosen.data ?? null))
    set_busy(true)
    // Whoever cannot be told how many there are changes them all the same.
    const running = shuts(change) ? await count_passes(passes.counted_in).catch(() => 0) : 0
    set_busy(false)
    set_asked({ change, count, not_ours: all.filter((row) => !row.can.protect).length, left: passes, running })
  }

  /** Of what was changed; of those that were left alone they go on. */
  async function end_them(passes: PassesLeft, kept: readonly LeftAsset[]) {
    const spared = new Set(kept.map((one) => one.asset))
    const ids = passes.end_for?.filter((id) => !spared.has(id)) ?? []
    if (!passes.is_exact && ids.length === 0) return
    const { ended } = await end_passes_of(library.id, ids)
    requests_changed(queries)
    say_done(t('shut.ended', { count: ended }))
  }

  async function apply(change: AssetChange, ending: PassesLeft | null = null) {
    set_busy(true)
    set_error(null)
    set_left(null)
    try {
      const done = await change_selected(scope, selection, change, set_running)
      const text = changed_text(done)
      announce(text)
      if (done.changed > 0) say_done(text, { text: t('ui.undo'), run: () => void undo(done.id) }, done.id)
      const kept = done.left_alone > 0 ? await left_alone(done.id) : []
      if (done.left_alone > 0) set_left({ count: done.left_alone, first: kept.slice(0, 10) })
      if (ending && done.changed > 0 && done.stopped === null) await end_them(ending, kept)
    } catch (problem) {
      set_error(problem)
    } finally {
      set_busy(false)
      set_running(null)
      refresh_assets()
      void queries.invalidateQueries({ queryKey: k_recent_key })
    }
  }

  return (
    <div className={styles['bulk']}>
      <h2>{t('selection.count', { count })}</h2>
      {chosen.isLoading && <Skeleton lines={4} />}
      {chosen.isError && <ProblemState error={chosen.error} on_retry={() => void chosen.refetch()} />}
      {chosen.data && !is_large && (
        <>
          <p className={styles['quiet']}>{[size_text(all.reduce((sum, row) => sum + row.size, 0)), sorted.shut.length > 0 ? t('bulk.takeable', { now: sorted.free.length + sorted.asking.length, shut: sorted.shut.length }) : ''].filter(Boolean).join(' · ')}</p>
          <div className={styles['bulk_acts']}>
            <Button kind="primary" icon="download" wide onClick={() => download(all.map(wanted_original))}>
              {t('bulk.download')}
            </Button>
            {askable.length > 0 && (
              <Button icon="pass" wide onClick={() => ask_for(askable)}>
                {t('bulk.request', { count: askable.length })}
              </Button>
            )}
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
        </>
      )}
      {(chosen.data || is_large) && (
        <>
          {can_publish && (
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
          {can_protect && (
            <>
              <LockChoice value={null} disabled={is_busy} on_change={(access) => void ask_about({ access })} />
              <ProtectionChoice value={null} disabled={is_busy} on_change={(protection) => void ask_about({ protection })} />
            </>
          )}
          {error !== null && <Notice tone="brick" icon="warning">{problem_text(error).detail}</Notice>}
          {running && <Running change={running} />}
          {left && (
            <Notice tone="amber" icon="warning">
              <p>{t('bulk.failed', { count: left.count })}</p>
              <ul>
                {left.first.map((one) => (
                  <li key={one.asset}>
                    <bdi>{one.name ?? t('bulk.unseen')}</bdi>: {one.text}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          {asked && <BulkRuleDialog asked={asked} on_close={() => set_asked(null)} on_send={(ends) => void apply(asked.change, ends ? asked.left : null)} />}
          <RecentChanges library={library.id} besides={running?.id ?? null} />
        </>
      )}
    </div>
  )
}
