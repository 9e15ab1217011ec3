// What a tile says about its asset in one badge: a function of the decision about downloading the original (UX 4.4), then of
// its life.
import type { AssetRow } from '@/api/client'
import { date_text, day_text, t } from '@/i18n'
import type { IconName, Tone } from '@/ui'

export type TileState = 'open' | 'locked' | 'pending' | 'rejected' | 'expired' | 'revoked' | 'pass' | 'draft' | 'archived' | 'not_yet' | 'ended'

const k_grant_needs = ['access_grant', 'download_grant', 'site_approval'] as const

type Facts = Pick<AssetRow, 'download' | 'status' | 'available_from' | 'available_until'>

/** Is something in the way that somebody could give? */
export function is_shut(download: AssetRow['download']): boolean {
  return download.denied_by === 'lock' || k_grant_needs.some((need) => download.needs.includes(need))
}

export function state_of(row: Facts, now: number): TileState {
  const { request_state } = row.download
  if (request_state === 'pending' || request_state === 'rejected' || request_state === 'expired' || request_state === 'revoked') return request_state
  if (is_shut(row.download)) return 'locked'
  if (request_state === 'granted') return 'pass'
  if (row.status === 'draft' || row.status === 'archived') return row.status
  if (row.available_until && new Date(row.available_until).getTime() <= now) return 'ended'
  if (row.available_from && new Date(row.available_from).getTime() > now) return 'not_yet'
  return 'open'
}

export interface Badge {
  tone: Tone
  icon: IconName
  text: string
}

export function badge_of(state: TileState, row: Facts, now = Date.now()): Badge | null {
  switch (state) {
    case 'open':
      return null
    case 'locked':
      return { tone: 'slate', icon: 'lock', text: t('state.locked') }
    case 'pending':
      return { tone: 'amber', icon: 'clock', text: t('state.pending') }
    case 'rejected':
      return { tone: 'brick', icon: 'close', text: t('state.rejected') }
    case 'expired':
      return { tone: 'amber', icon: 'clock', text: t('state.expired') }
    case 'revoked':
      return { tone: 'brick', icon: 'close', text: t('state.revoked') }
    case 'pass':
      return { tone: 'accent', icon: 'pass', text: row.download.good_until ? t('state.pass_until', { date: day_text(row.download.good_until, now) }) : t('state.pass') }
    case 'draft':
      return { tone: 'slate', icon: 'edit', text: t('state.draft') }
    case 'archived':
      return { tone: 'slate', icon: 'archive', text: t('state.archived') }
    case 'ended':
      return { tone: 'amber', icon: 'clock', text: t('state.ended') }
    case 'not_yet':
      return { tone: 'slate', icon: 'clock', text: t('state.from', { date: date_text(row.available_from ?? '') }) }
  }
}

/** Somebody asked: there is something to look at. */
export function is_about_request(state: TileState): boolean {
  return state === 'pending' || state === 'rejected' || state === 'revoked' || state === 'expired' || state === 'pass'
}

/** Shown paler, since nobody may take it as it is. Only a cue: the server decides. */
export function is_dimmed(state: TileState): boolean {
  return state === 'locked' || state === 'pending' || state === 'rejected' || state === 'expired' || state === 'revoked'
}

export function is_hatched(state: TileState): boolean {
  return state === 'draft' || state === 'archived' || state === 'not_yet' || state === 'ended'
}
