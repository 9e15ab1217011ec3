// What pages ask the server about places and assets, each question once.
import { queryOptions } from '@tanstack/react-query'
import { api, take, type Action, type Asset, type AssetRow } from '@/api/client'

export const libraries_query = queryOptions({
  queryKey: ['libraries'],
  queryFn: ({ signal }) => take(api.GET('/api/libraries', { signal })).then((list) => list.items),
  staleTime: 30_000,
})

export const library_query = (id: string) =>
  queryOptions({
    queryKey: ['library', id],
    queryFn: ({ signal }) => take(api.GET('/api/libraries/{id}', { params: { path: { id } }, signal })),
    staleTime: 30_000,
  })

export const folders_query = (library: string) =>
  queryOptions({
    queryKey: ['folders', library],
    queryFn: ({ signal }) => take(api.GET('/api/folders', { params: { query: { library } }, signal })).then((list) => list.items),
    staleTime: 30_000,
  })

export const folder_query = (id: string) =>
  queryOptions({
    queryKey: ['folder', id],
    queryFn: ({ signal }) => take(api.GET('/api/folders/{id}', { params: { path: { id } }, signal })),
  })

export const asset_query = (id: string) =>
  queryOptions({
    queryKey: ['asset', id],
    queryFn: ({ signal }): Promise<Asset> => take(api.GET('/api/assets/{id}', { params: { path: { id } }, signal })),
    // A picture in the making is worth asking again.
    refetchInterval: (query) => (query.state.data?.picture?.state === 'waiting' ? 3000 : false),
  })

export const files_query = (id: string) =>
  queryOptions({
    queryKey: ['files', id],
    queryFn: ({ signal }) => take(api.GET('/api/assets/{id}/files', { params: { path: { id } }, signal })).then((list) => list.items),
  })

export const decision_query = (id: string, action: Action) =>
  queryOptions({
    queryKey: ['decision', id, action],
    queryFn: ({ signal }) => take(api.GET('/api/assets/{id}/decision', { params: { path: { id }, query: { action } }, signal })),
  })

export type Sort = 'name' | '-name' | 'created' | '-created' | 'size' | '-size'
export const k_sorts: readonly Sort[] = ['name', '-name', '-created', 'created', '-size', 'size']

/** Which assets a grid shows. */
export interface Scope {
  library: string
  folder: string | undefined
  q: string
  sort: Sort
}

export const k_window = 200

export interface AssetWindow {
  items: AssetRow[]
  count: number
}

export const window_query = (scope: Scope, index: number) =>
  queryOptions({
    queryKey: ['assets', scope, index],
    queryFn: async ({ signal }): Promise<AssetWindow> => {
      const query = {
        library: scope.library,
        ...(scope.folder === undefined ? {} : { folder: scope.folder }),
        ...(scope.q ? { q: scope.q } : {}),
        sort: scope.sort,
        at: index * k_window,
        limit: k_window,
      }
      const page = await take(api.GET('/api/assets', { params: { query }, signal }))
      return { items: page.items, count: page.count ?? page.items.length }
    },
    staleTime: 20_000,
    gcTime: 60_000,
    refetchInterval: (query) => (query.state.data?.items.some((row) => row.picture?.state === 'waiting') ? 4000 : false),
  })
