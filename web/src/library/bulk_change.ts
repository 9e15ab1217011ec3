// The same change to all that is selected: the server does it by and by and can take it back for a day.
import { api, take, type AssetChange } from '@/api/client'
import type { components } from '@/api/schema'
import type { Scope } from './queries'
import type { Selection } from './selection'

export type BulkChange = components['schemas']['BulkChange']
export type LeftAsset = components['schemas']['LeftAsset']

const k_look_again_ms = 400

/** What of the grid is meant: chosen ids, or all that its question finds but a few. */
export function meant(scope: Scope, selection: Selection) {
  const ids = [...selection.ids]
  if (selection.mode === 'some') return { library: scope.library, ids }
  return {
    library: scope.library,
    ...(scope.folder === undefined ? {} : { folder: scope.folder }),
    ...(scope.q ? { q: scope.q } : {}),
    except: ids,
  }
}

async function to_its_end(made: BulkChange, on_progress: (change: BulkChange) => void): Promise<BulkChange> {
  let change = made
  while (change.state === 'changing' || change.state === 'undoing') {
    on_progress(change)
    await new Promise((resolve) => setTimeout(resolve, k_look_again_ms))
    change = await take(api.GET('/api/bulk-changes/{id}', { params: { path: { id: change.id } } }))
  }
  return change
}

export async function change_selected(scope: Scope, selection: Selection, change: AssetChange, on_progress: (change: BulkChange) => void): Promise<BulkChange> {
  return to_its_end(await take(api.POST('/api/bulk-changes', { body: { ...meant(scope, selection), change } })), on_progress)
}

export async function undo_bulk_change(id: string, on_progress: (change: BulkChange) => void): Promise<BulkChange> {
  return to_its_end(await take(api.POST('/api/bulk-changes/{id}/undo', { params: { path: { id } } })), on_progress)
}

/** It stops where it is; whoever waits for its end hears of that. */
export async function cancel_bulk_change(id: string): Promise<BulkChange> {
  return take(api.POST('/api/bulk-changes/{id}/cancel', { params: { path: { id } } }))
}

/** The first of those that were left alone, with the reason of each. */
export async function left_alone(id: string): Promise<LeftAsset[]> {
  return (await take(api.GET('/api/bulk-changes/{id}/left', { params: { path: { id } } }))).items
}
