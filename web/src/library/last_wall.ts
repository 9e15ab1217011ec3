// From which wall, and where on it, an asset was opened: for the way back and for the next one.
import type { Scope } from './queries'
import type { LibrarySearch } from './search'

export interface WallPlace {
  id: string
  index: number
  total: number
  scope: Scope
  search: LibrarySearch
}

let place: WallPlace | null = null

export function last_wall(now?: WallPlace): WallPlace | null {
  if (now) place = now
  return place
}
