// Changing one asset: over the version that was seen, shown at once, taken back when it is refused.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, over, take, type Asset, type AssetChange } from '@/api/client'

/** Only what the card shows under the same name can be shown before the server has agreed. */
function as_if(asset: Asset, change: AssetChange): Asset {
  return {
    ...asset,
    ...(change.name ? { name: change.name } : {}),
    ...(change.status ? { status: change.status } : {}),
    ...(change.attributes ? { attributes: { ...asset.attributes, ...change.attributes } } : {}),
  }
}

export function useAssetChange(asset: Asset) {
  const queries = useQueryClient()
  const key = ['asset', asset.id]
  return useMutation({
    mutationFn: (change: AssetChange): Promise<Asset> => take(api.PATCH('/api/assets/{id}', { params: { path: { id: asset.id } }, body: change, ...over(asset.version) })),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey: key })
      const before = queries.getQueryData<Asset>(key)
      if (before) queries.setQueryData(key, as_if(before, change))
      return { before }
    },
    onError: (_error, _change, context) => {
      if (context?.before) queries.setQueryData(key, context.before)
      void queries.invalidateQueries({ queryKey: key })
    },
    onSuccess: (now) => {
      queries.setQueryData(key, now)
      void queries.invalidateQueries({ queryKey: ['assets'] })
      void queries.invalidateQueries({ queryKey: ['decision', asset.id] })
      void queries.invalidateQueries({ queryKey: ['files', asset.id] })
    },
  })
}
