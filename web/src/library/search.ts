// What of a library's page stands in its address.
import { k_tabs, type AssetTab } from '@/asset/asset_tabs'
import type { TileSize } from './grid_math'
import { k_sorts, type Sort } from './queries'

export interface LibrarySearch {
  q?: string
  sort?: Sort
  size?: TileSize
  fit?: 'contain'
  asset?: string
  tab?: AssetTab
  panel?: 'off'
}

const one_of = <T extends string>(value: unknown, words: readonly T[]): T | undefined => words.find((word) => word === value)

/** Reads an address; what it does not know it leaves out. */
export function read_library_search(raw: Record<string, unknown>): LibrarySearch {
  const search: LibrarySearch = {}
  if (typeof raw['q'] === 'string' && raw['q'] !== '') search.q = raw['q']
  else if (typeof raw['q'] === 'number') search.q = String(raw['q'])
  const sort = one_of(raw['sort'], k_sorts)
  if (sort && sort !== 'name') search.sort = sort
  const size = one_of(raw['size'], ['s', 'm', 'l'])
  if (size && size !== 'm') search.size = size
  if (raw['fit'] === 'contain') search.fit = 'contain'
  if (typeof raw['asset'] === 'string') search.asset = raw['asset']
  const tab = one_of(raw['tab'], k_tabs)
  if (tab && tab !== 'details') search.tab = tab
  if (raw['panel'] === 'off') search.panel = 'off'
  return search
}
