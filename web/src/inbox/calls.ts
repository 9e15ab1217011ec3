// What pages ask the server about notices, and how they are marked: at once in sight, and back again where the server refuses.
import { infiniteQueryOptions, keepPreviousData, queryOptions, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { api, take } from '@/api/client'
import type { components } from '@/api/schema'
import { problem_text } from '@/api/problem_text'
import { say_wrong } from '@/ui'
import type { Only } from './model'

type Schemas = components['schemas']
export type Notice = Schemas['Notice']
export type Mark = Schemas['Mark']
type Page = Schemas['Inbox']
export type Part = 'all' | Only

const k_lists = ['inbox', 'list']
/** So many can be marked as unread again at once. */
const k_most_marked = 500
const k_longest_page = 200

const read_page = (query: { only?: Only; cursor?: string; limit?: number }, signal?: AbortSignal): Promise<Page> => take(api.GET('/api/inbox', { params: { query }, ...(signal ? { signal } : {}) }))
const only_of = (part: Part) => (part === 'all' ? {} : { only: part })

/** Where no events are heard, it is asked now and then. */
export const unread_query = queryOptions({ queryKey: ['inbox', 'unread'], queryFn: ({ signal }) => take(api.GET('/api/inbox/unread', { signal })).then((answer) => answer.unread), refetchInterval: 60_000 })

export const notices_query = (part: Part) =>
  infiniteQueryOptions({
    queryKey: [...k_lists, part],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => read_page({ ...only_of(part), ...(pageParam ? { cursor: pageParam } : {}) }, signal),
    getNextPageParam: (last: Page) => last.next,
    placeholderData: keepPreviousData,
  })

export const newest_unread = async (): Promise<Notice | undefined> => (await read_page({ only: 'unread', limit: 1 })).items[0]

/** Shown as marked before the server says so. */
function show_marked(queries: QueryClient, is_meant: (notice: Notice) => boolean, mark: Mark): void {
  const read_at = mark === 'read' ? new Date().toISOString() : null
  queries.setQueriesData<InfiniteData<Page>>({ queryKey: k_lists }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((one) => (is_meant(one) && (one.read_at === null) === (mark === 'read') ? { ...one, read_at } : one)) })) })
}

/** True when the server has it so, too. */
async function mark_as(queries: QueryClient, wanted: Schemas['InboxMarks'], is_meant: (notice: Notice) => boolean, shift: (unread: number) => number): Promise<boolean> {
  await queries.cancelQueries({ queryKey: ['inbox'] })
  const before = queries.getQueriesData({ queryKey: ['inbox'] })
  show_marked(queries, is_meant, wanted.mark)
  queries.setQueryData(unread_query.queryKey, (unread) => (unread === undefined ? unread : Math.max(0, shift(unread))))
  try {
    queries.setQueryData(unread_query.queryKey, (await take(api.POST('/api/inbox/marks', { body: wanted }))).unread)
    return true
  } catch (error) {
    for (const [key, data] of before) queries.setQueryData(key, data)
    const text = problem_text(error)
    say_wrong(text.detail, text.more.join(' '))
    return false
  } finally {
    void queries.invalidateQueries({ queryKey: ['inbox'] })
  }
}

export function mark_notices(queries: QueryClient, ids: readonly string[], mark: Mark): Promise<boolean> {
  const meant = new Set(ids)
  return mark_as(queries, { ids: [...ids], mark, requests: [] }, (one) => meant.has(one.id), (unread) => unread + (mark === 'read' ? -ids.length : ids.length))
}

/** Whoever has a request before them needs not be told of it any more. */
export async function mark_opened(queries: QueryClient, request: string): Promise<void> {
  if ((await queries.ensureQueryData(unread_query)) === 0) return
  const answer = await take(api.POST('/api/inbox/marks', { body: { ids: [], mark: 'read', requests: [request] } }))
  if (queries.getQueryData(unread_query.queryKey) === answer.unread) return
  queries.setQueryData(unread_query.queryKey, answer.unread)
  await queries.invalidateQueries({ queryKey: k_lists })
}

/** All that are there now; what comes meanwhile stays unread. Which they were, for the way back: nothing where they are too many. */
export async function mark_all_read(queries: QueryClient): Promise<{ count: number; ids: string[] } | null> {
  const first = await read_page({ only: 'unread', limit: k_longest_page })
  const newest = first.items[0]
  if (!newest) return { count: 0, ids: [] }
  const ids = first.items.map((one) => one.id)
  for (let next = first.next; next !== null && first.unread <= k_most_marked; ) {
    const page: Page = await read_page({ only: 'unread', limit: k_longest_page, cursor: next })
    ids.push(...page.items.map((one) => one.id))
    next = page.next
  }
  const is_done = await mark_as(queries, { ids: [], mark: 'read', requests: [], until: newest.id }, (one) => one.id <= newest.id, () => 0)
  return is_done ? { count: first.unread, ids: first.unread <= k_most_marked ? ids.slice(0, k_most_marked) : [] } : null
}
