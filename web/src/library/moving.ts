// Assets to another folder: dragged or by the dialog, the same step, with a way back.
import type { QueryClient } from '@tanstack/react-query'
import { api, take, type AssetChange, type AssetRow } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { announce } from '@/app/live'
import { t } from '@/i18n'
import { say_done, say_wrong } from '@/ui'

const k_type = 'application/x-exeat-assets'

export interface Moved {
  id: string
  name: string
  folder: string | null
}

let dragged: Moved[] = []
let refresh: () => void = () => undefined

/** Lists are asked for again after a change. */
export function refresh_assets(): void {
  refresh()
}

/** Tells where the lists are kept that a change makes old. */
export function connect_changes(queries: QueryClient): void {
  refresh = () => {
    void queries.invalidateQueries({ queryKey: ['assets'] })
    void queries.invalidateQueries({ queryKey: ['asset'] })
    void queries.invalidateQueries({ queryKey: ['bin'] })
    void queries.invalidateQueries({ queryKey: ['decision'] })
  }
}

export function begin_drag(assets: AssetRow[], transfer: DataTransfer): void {
  dragged = assets.map(({ id, name, folder }) => ({ id, name, folder }))
  transfer.setData(k_type, String(dragged.length))
  transfer.effectAllowed = 'move'
}

export function has_assets(transfer: DataTransfer): boolean {
  return transfer.types.includes(k_type)
}

export function dropped_assets(transfer: DataTransfer): Moved[] | null {
  return has_assets(transfer) ? dragged : null
}

export const k_most_at_once = 500

export interface ManyChanged {
  changed: string[]
  failed: { id: string; detail: string; why: string[] }[]
}

/** The same change to many, in steps that the server takes. */
export async function change_many(ids: readonly string[], change: AssetChange): Promise<ManyChanged> {
  const result: ManyChanged = { changed: [], failed: [] }
  for (let from = 0; from < ids.length; from += k_most_at_once) {
    const answer = await take(api.PATCH('/api/assets', { body: { ids: ids.slice(from, from + k_most_at_once), change } }))
    for (const one of answer.items) {
      if (one.changed) result.changed.push(one.id)
      else result.failed.push({ id: one.id, detail: one.detail ?? '', why: one.why })
    }
  }
  refresh()
  return result
}

export async function move_assets(assets: Moved[], to: { folder: string | null; name: string }): Promise<void> {
  try {
    const result = await change_many(
      assets.map((one) => one.id),
      { folder: to.folder },
    )
    const first = result.failed[0]
    if (first) {
      const name = assets.find((one) => one.id === first.id)?.name ?? ''
      say_wrong(t('move.failed', { count: result.failed.length, name }), [first.detail, ...first.why].join(' '))
    }
    if (result.changed.length === 0) return
    const text = t('move.done', { count: result.changed.length, folder: to.name })
    announce(text)
    say_done(text, { text: t('ui.undo'), run: () => void move_back(assets.filter((one) => result.changed.includes(one.id))) })
  } catch (error) {
    const text = problem_text(error)
    say_wrong(text.detail, text.more.join(' '))
  }
}

async function move_back(assets: Moved[]): Promise<void> {
  const by_folder = new Map<string | null, string[]>()
  for (const one of assets) by_folder.set(one.folder, [...(by_folder.get(one.folder) ?? []), one.id])
  try {
    for (const [folder, ids] of by_folder) await change_many(ids, { folder })
    say_done(t('move.undone', { count: assets.length }))
  } catch (error) {
    say_wrong(problem_text(error).detail)
  }
}

/** Into the bin, one by one as the server takes them; said with the way back. */
export async function delete_assets(ids: readonly string[]): Promise<{ deleted: number; problem: unknown }> {
  const { done, problem } = await one_by_one(ids, (id) => take(api.DELETE('/api/assets/{id}', { params: { path: { id } } })))
  if (done.length > 0) {
    const text = t('delete.done', { count: done.length })
    announce(text)
    say_done(text, { text: t('ui.undo'), run: () => void restore_assets(done) })
  }
  return { deleted: done.length, problem }
}

/** Out of the bin, to where they were. */
export async function restore_assets(ids: readonly string[]): Promise<void> {
  const { done, problem } = await one_by_one(ids, (id) => take(api.POST('/api/assets/{id}/restore', { params: { path: { id } } })))
  if (done.length > 0) say_done(t('bin.restored', { count: done.length }))
  if (problem !== null) {
    const text = problem_text(problem)
    say_wrong(text.detail, text.more.join(' '))
  }
}

async function one_by_one(ids: readonly string[], step: (id: string) => Promise<unknown>): Promise<{ done: string[]; problem: unknown }> {
  const done: string[] = []
  let problem: unknown = null
  for (const id of ids) {
    try {
      await step(id)
      done.push(id)
    } catch (error) {
      problem ??= error
    }
  }
  refresh()
  return { done, problem }
}
