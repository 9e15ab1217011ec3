// What a lock or a protection of many assets means, before it is made: in which words, and which passes it leaves. Pure.
import type { AssetChange, AssetRow } from '@/api/client'
import { t } from '@/i18n'
import type { Scope } from './queries'
import type { Selection } from './selection'

export type RuleChange = Pick<AssetChange, 'access' | 'protection'>

/** The question, what it does, and the verb that repeats it. */
export function rule_words(change: RuleChange, count: number): { title: string; effect: string; button: string } {
  const word = change.access ? (change.access === 'inherit' ? 'inherit_lock' : change.access) : change.protection === 'inherit' ? 'inherit_protection' : (change.protection ?? 'open')
  const effect = word === 'inherit_lock' || word === 'inherit_protection' ? t('bulk.inherit_effect') : t(`rule.${word}_effect`)
  return { title: t(`bulk.title.${word}`, { count }), effect, button: t(`bulk.verb.${word}`, { count }) }
}

/** Whether a pass could still open what the change shuts. */
export function shuts(change: RuleChange): boolean {
  return change.access === 'locked' || change.protection === 'on_request'
}

export interface PassesLeft {
  /** Where those that run are counted. */
  counted_in: { library: string; folder?: string }
  /** All that are counted there are meant, and no others. */
  is_exact: boolean
  /** Which assets' passes can be ended; none named: those of the whole library. Null: there is no way to name them. */
  end_for: string[] | null
}

/** `rows` are those that are meant, where they are known. */
export function passes_left(scope: Scope, selection: Selection, rows: readonly Pick<AssetRow, 'id'>[] | null): PassesLeft {
  const is_place = selection.mode === 'all_but' && selection.ids.size === 0 && !scope.q
  const counted_in = { library: scope.library, ...(scope.folder && selection.mode === 'all_but' ? { folder: scope.folder } : {}) }
  const is_exact = is_place && scope.folder === undefined
  if (is_exact) return { counted_in, is_exact, end_for: [] }
  const ids = rows?.map((row) => row.id) ?? (selection.mode === 'some' ? [...selection.ids] : null)
  return { counted_in, is_exact, end_for: ids && ids.length > 0 ? ids : null }
}
