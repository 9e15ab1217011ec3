// What of a library's page stands in its address.
import { k_tabs, type AssetTab } from '@/asset/asset_tabs'
import type { TileSize } from './grid_math'
import { k_sorts, type Sort } from './queries'

export interface LibrarySearch {
  q?: string | undefined
  sort?: Sort | undefined
  size?: TileSize | undefined
  fit?: 'contain' | undefined
  asset?: string | undefined
  tab?: AssetTab | undefined
  panel?: 'off' | undefined
}

const one_of = <T extends string>(value: unknown, words: readonly T[]): T | undefined => words.find((word) => word === value)

/** Reads an address. Each word that it knows is answered, if only with nothing: the router keeps what it is not told about. */
export function read_library_search(raw: Record<string, unknown>): LibrarySearch {
  const q = typeof raw['q'] === 'number' ? String(raw['q']) : raw['q']
  const sort = one_of(raw['sort'], k_sorts)
  const size = one_of(raw['size'], ['s', 'm', 'l'])
  const tab = one_of(raw['tab'], k_tabs)
  return {
    q: typeof q === 'string' && q !== '' ? q : undefined,
    sort: sort === 'name' ? undefined : sort,
    size: size === 'm' ? undefined : size,
    fit: raw['fit'] === 'contain' ? 'contain' : undefined,
    asset: typeof raw['asset'] === 'string' ? raw['asset'] : undefined,
    tab: tab === 'details' ? undefined : tab,
    panel: raw['panel'] === 'off' ? 'off' : undefined,
  }
}
