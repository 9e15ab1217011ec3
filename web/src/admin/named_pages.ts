// Lists by name that come page by page: people, groups, roles.
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { api, take } from '@/api/client'

const query_of = (q: string, cursor: string | null) => ({ ...(q ? { q } : {}), ...(cursor ? { cursor } : {}), limit: 100 })

const shared = { initialPageParam: null as string | null, getNextPageParam: (last: { next: string | null }) => last.next, placeholderData: keepPreviousData }

export const people_query = (q: string) =>
  infiniteQueryOptions({ ...shared, queryKey: ['people', 'list', q], queryFn: ({ pageParam, signal }) => take(api.GET('/api/people', { params: { query: query_of(q, pageParam) }, signal })) })

export const groups_query = (q: string) =>
  infiniteQueryOptions({ ...shared, queryKey: ['groups', 'list', q], queryFn: ({ pageParam, signal }) => take(api.GET('/api/groups', { params: { query: query_of(q, pageParam) }, signal })) })

export const roles_query = (q: string) =>
  infiniteQueryOptions({ ...shared, queryKey: ['roles', 'list', q], queryFn: ({ pageParam, signal }) => take(api.GET('/api/roles', { params: { query: query_of(q, pageParam) }, signal })) })
