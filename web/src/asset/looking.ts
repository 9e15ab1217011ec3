// How an asset can be looked at beyond its small picture. Pure.
import type { AssetRow } from '@/api/client'

/** Sound and video are played, not drawn. */
export function is_played(media_type: string): boolean {
  return /^(audio|video)\//.test(media_type)
}

/** There is a picture to come closer to. */
export function can_zoom(row: Pick<AssetRow, 'media_type' | 'picture'>): boolean {
  return row.picture?.state === 'ready' && !is_played(row.media_type)
}
