import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '@/api/client'
import { t } from '@/i18n'
import { Combobox, type Entry } from '@/ui'

/** A person or a group. */
export interface Who {
  name: string
  person?: string
  group?: string
}

/** Finds a person or a group by typing, among those that may be given something in a library. */
export function WhoPicker({ label, library, value, on_change }: { label: string; library: string; value: Who | null; on_change: (value: Who | null) => void }) {
  const [text, set_text] = useState('')
  const wanted = value && text === value.name ? '' : text
  const candidates = useQuery({
    queryKey: ['candidates', library, wanted],
    queryFn: ({ signal }) => take(api.GET('/api/libraries/{id}/candidates', { params: { path: { id: library }, query: { q: wanted } }, signal })).then((list) => list.items),
    placeholderData: (before) => before,
    staleTime: 30_000,
  })
  const found = candidates.data ?? []
  const id_of = (who: { person?: string | null; group?: string | null }) => (who.group ? `g/${who.group}` : `p/${who.person ?? ''}`)
  const items: Entry[] = found.map((one) => ({ id: id_of(one), text: one.name, second: one.group ? t('members.group') : (one.email ?? '') }))
  return (
    <Combobox
      label={label}
      placeholder={t('members.who_hint')}
      items={items}
      on_search={set_text}
      empty={t('members.nobody')}
      value={value && { id: id_of(value), text: value.name }}
      on_change={(entry) => {
        const one = entry && found.find((other) => id_of(other) === entry.id)
        on_change(one ? { name: one.name, ...(one.group ? { group: one.group } : { person: one.person ?? '' }) } : null)
      }}
    />
  )
}
