// Files that somebody wants to take, sorted by what stands between them and the files. The server decides; this only reads
// its answers.
import type { AssetFile, AssetRow } from '@/api/client'

export interface Wanted {
  asset: string
  file: string
  name: string
  size: number
  download: AssetRow['download']
  is_free: boolean
  why: string[]
}

export function wanted_original(row: AssetRow): Wanted {
  return { asset: row.id, file: 'original', name: row.name, size: row.size, download: row.download, is_free: row.can.download, why: row.why }
}

export function wanted_file(asset: string, file: AssetFile): Wanted {
  return { asset, file: file.file, name: file.name, size: file.size, download: file.download, is_free: file.can.download, why: file.why }
}

/** What the person can give right here: an answer, a tick under terms. */
const k_given_here = ['justification', 'terms']

export interface Sorted {
  free: Wanted[]
  /** Free as soon as a form is filled in. */
  asking: Wanted[]
  shut: Wanted[]
  needs_use: boolean
  needs_terms: boolean
}

export function sort_wanted(wanted: Wanted[]): Sorted {
  const sorted: Sorted = { free: [], asking: [], shut: [], needs_use: false, needs_terms: false }
  for (const one of wanted) {
    const { outcome, needs } = one.download
    if (one.is_free) sorted.free.push(one)
    else if (outcome === 'need' && needs.length > 0 && needs.every((need) => k_given_here.includes(need))) {
      sorted.asking.push(one)
      sorted.needs_use ||= needs.includes('justification')
      sorted.needs_terms ||= needs.includes('terms')
    } else sorted.shut.push(one)
  }
  return sorted
}

/** What cannot be had now, by what can be done about it. */
export interface Shut {
  /** Nobody was asked yet, or may be asked again. */
  not_asked: Wanted[]
  waiting: Wanted[]
  rejected: Wanted[]
  /** Asking is no way. */
  refused: Wanted[]
}

export function sort_shut(shut: readonly Wanted[]): Shut {
  const sorted: Shut = { not_asked: [], waiting: [], rejected: [], refused: [] }
  for (const one of shut) {
    const { can_request, request_state } = one.download
    if (request_state === 'pending') sorted.waiting.push(one)
    else if (can_request) sorted.not_asked.push(one)
    else if (request_state === 'rejected' || request_state === 'revoked') sorted.rejected.push(one)
    else sorted.refused.push(one)
  }
  return sorted
}
