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

/** Reads an address; what it does not know it leaves out. */
export function read_requests_search(raw: Record<string, unknown>): RequestsSearch {
  const search: RequestsSearch = {}
  const tab = k_tabs.find((one) => one === raw['list'])
  if (tab) search.list = tab
  if (raw['kind'] === 'download' || raw['kind'] === 'access') search.kind = raw['kind']
  if (typeof raw['library'] === 'string') search.library = raw['library']
  if (typeof raw['q'] === 'string' && raw['q'] !== '') search.q = raw['q']
  if (raw['mine'] === true) search.mine = true
  return search
}
