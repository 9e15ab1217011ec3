// For whom one stands in as a reviewer, said where their requests come in.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, take } from '@/api/client'
import { date_text, list_text, t } from '@/i18n'
import { Notice } from '@/ui'

export const substitutes_query = queryOptions({ queryKey: ['substitutes'], queryFn: ({ signal }) => take(api.GET('/api/me/substitute', { signal })), staleTime: 60_000 })

export function StandingIn() {
  const all = useQuery(substitutes_query)
  const now = all.data?.others.filter((one) => one.holds) ?? []
  if (now.length === 0) return null
  return <Notice icon="person">{t('away.standing_in', { names: list_text(now.map((one) => t('away.one', { name: one.name, until: date_text(one.until) }))) })}</Notice>
}
