// What of the dashboard stands in its address.
import type { ListTab } from './request_list'

export interface RequestsSearch {
  list?: ListTab | undefined
  kind?: 'download' | 'access' | undefined
  library?: string | undefined
  q?: string | undefined
  mine?: true | undefined
}

const k_tabs: readonly ListTab[] = ['waiting', 'pending', 'approved', 'rejected', 'ended']

/** Reads an address. Each word that it knows is answered, if only with nothing: the router keeps what it is not told about. */
export function read_requests_search(raw: Record<string, unknown>): RequestsSearch {
  const q = typeof raw['q'] === 'number' ? String(raw['q']) : raw['q']
  return {
    list: k_tabs.find((one) => one === raw['list']),
    kind: raw['kind'] === 'download' || raw['kind'] === 'access' ? raw['kind'] : undefined,
    library: typeof raw['library'] === 'string' ? raw['library'] : undefined,
    q: typeof q === 'string' && q !== '' ? q : undefined,
    mine: raw['mine'] === true ? true : undefined,
  }
}
