/** The tabs of an asset, as its address names them. */
export const k_tabs = ['details', 'files', 'permissions'] as const
export type AssetTab = (typeof k_tabs)[number]
