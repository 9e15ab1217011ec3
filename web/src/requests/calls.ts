// What pages ask the server about requests, each question once.
import { infiniteQueryOptions, keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import { api, take, type Action } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type RequestStatus = Schemas['RequestStatus']
export type RequestKind = Schemas['RequestKind']
export type Request = Schemas['RequestRow']
export type RequestCard = Schemas['Request']
export type RequestCounts = Schemas['RequestCounts']
export type RequestSettings = Schemas['RequestSettings']
export type NamedNote = Schemas['NamedNote']
export type RequestAnswer = Schemas['RequestAnswer']
export type Requestable = Schemas['Requestable']
export type Prepared = Schemas['RequestPrepared']
export type Decided = Schemas['Decided']
/** How much is granted; what is left out is as it was asked for, and as long as is usual in the library. */
export type Grant = Pick<Schemas['NewDecision'], 'valid_for' | 'valid_until' | 'actions' | 'files'>

/** Which requests a list shows; what is left out does not narrow it. */
export interface RequestFilter {
  seat: 'any' | 'mine' | 'reviewer'
  status: RequestStatus[]
  kind?: RequestKind | undefined
  library?: string | undefined
  asset?: string | undefined
  q?: string | undefined
  sort?: 'created' | undefined
}

function scope_of({ seat, kind, library, asset }: Omit<RequestFilter, 'status' | 'q' | 'sort'>) {
  return {
    ...(seat === 'mine' ? { mine: true } : {}),
    ...(seat === 'reviewer' ? { reviewer: 'me' as const } : {}),
    ...(kind ? { kind } : {}),
    ...(library ? { library } : {}),
    ...(asset ? { asset } : {}),
  }
}

function query_of({ status, q, sort, ...scope }: RequestFilter) {
  return {
    ...scope_of(scope),
    ...(status.length > 0 ? { status: status.join(',') } : {}),
    ...(q ? { q } : {}),
    ...(sort ? { sort } : {}),
  }
}

const read_page = (query: ReturnType<typeof query_of> & { cursor?: string; limit: number }, signal: AbortSignal): Promise<Schemas['RequestPage']> => take(api.GET('/api/requests', { params: { query }, signal }))

/** The newest that somebody made for an asset, or nothing. */
export const last_request_query = (asset: string) =>
  queryOptions({ queryKey: ['requests', 'last', asset], queryFn: async ({ signal }) => (await read_page({ ...query_of({ seat: 'mine', status: [], asset }), limit: 1 }, signal)).items[0] ?? null })

export const requests_query = (filter: RequestFilter) =>
  infiniteQueryOptions({
    queryKey: ['requests', 'list', filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => read_page({ ...query_of(filter), ...(pageParam ? { cursor: pageParam } : {}), limit: 100 }, signal),
    getNextPageParam: (last: { next: string | null }) => last.next,
    placeholderData: keepPreviousData,
  })

export const request_counts_query = (filter: Omit<RequestFilter, 'status' | 'q' | 'sort'>) =>
  queryOptions({
    queryKey: ['requests', 'counts', filter],
    queryFn: ({ signal }) => take(api.GET('/api/requests/counts', { params: { query: scope_of(filter) }, signal })),
    placeholderData: keepPreviousData,
  })

export const request_query = (id: string) => queryOptions({ queryKey: ['requests', 'one', id], queryFn: ({ signal }) => take(api.GET('/api/requests/{id}', { params: { path: { id } }, signal })) })

export const prepare_query = (assets: readonly string[], actions: readonly Action[]) =>
  queryOptions({
    queryKey: ['requests', 'prepare', assets, actions],
    queryFn: ({ signal }) => take(api.POST('/api/requests/form', { body: { assets: [...assets], actions: [...actions] }, signal })),
    gcTime: 0,
    staleTime: Infinity,
  })

export const send_requests = (wanted: Schemas['NewRequests']) => take(api.POST('/api/requests', { body: wanted }))
export const decide = (requests: string[], decision: Schemas['Verdict'], note: string, grant: Grant) => take(api.POST('/api/requests/decisions', { body: { requests, decision, note, ...grant } }))
export const take_back = (requests: string[]) => take(api.POST('/api/requests/decisions/undo', { body: { requests } }))
export const revoke = (id: string, note: string) => take(api.POST('/api/requests/{id}/revoke', { params: { path: { id } }, body: { note } }))
export const renew = (id: string, validity: Pick<Grant, 'valid_for' | 'valid_until'>, note: string) => take(api.POST('/api/requests/{id}/renew', { params: { path: { id } }, body: { ...validity, note } }))
export const withdraw = (id: string) => take(api.POST('/api/requests/{id}/cancel', { params: { path: { id } } }))
export const delete_request = (id: string) => take(api.DELETE('/api/requests/{id}', { params: { path: { id } } }))
/** Where passes are counted and ended together. */
export interface PassPlace {
  library: string
  folder?: string
  asset?: string
}
export const count_passes = (place: PassPlace): Promise<number> => take(api.GET('/api/passes/running', { params: { query: { ...place } } })).then((answer) => answer.passes)
export const end_passes = ({ library, folder, asset }: PassPlace) => take(api.POST('/api/passes/end', { body: { library, ...(folder ? { folder } : {}), assets: asset ? [asset] : [], note: '' } }))
/** Those for these assets; of the whole library where none is named. */
export const end_passes_of = (library: string, assets: readonly string[]) => take(api.POST('/api/passes/end', { body: { library, assets: [...assets], note: '' } }))
export const give_passes = (wanted: Schemas['NewPasses']) => take(api.POST('/api/passes', { body: wanted }))

/** Keeps a file for an answer; the answer names it by this id. */
export async function send_answer_file(file: File): Promise<string> {
  const form = new FormData()
  form.set('file', file)
  const made = await take(api.POST('/api/requests/files', { body: { file: '' }, bodySerializer: () => form }))
  return made.id
}

/** Everything that a request, a decision or a pass makes old. */
export function requests_changed(queries: QueryClient): void {
  for (const key of ['requests', 'assets', 'asset', 'files', 'decision', 'inbox']) void queries.invalidateQueries({ queryKey: [key] })
}
