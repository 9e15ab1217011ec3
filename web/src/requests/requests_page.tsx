// The dashboard of requests: for those who decide what waits for them, for everybody what they asked for themselves.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Page } from '@/app/page'
import { useMe } from '@/app/session'
import { t } from '@/i18n'
import { libraries_query } from '@/library/queries'
import { Select, Skeleton, TextField } from '@/ui'
import { request_counts_query, type RequestKind } from './calls'
import { first_filled, RequestList, type ListTab } from './request_list'
import { useIsReviewer } from './reviewer'
import { StandingIn } from './substitutes'
import type { RequestsSearch } from './search'
import styles from './requests.module.css'

const k_reviewer_tabs = ['waiting', 'pending', 'approved', 'rejected', 'ended'] as const
const k_own_tabs = ['pending', 'approved', 'rejected', 'ended'] as const

export function RequestsPage() {
  const me = useMe()
  const search: RequestsSearch = useSearch({ strict: false })
  const { id } = useParams({ strict: false }) as { id?: string }
  const navigate = useNavigate()
  const is_reviewer = useIsReviewer()
  const libraries = useQuery(libraries_query)
  const is_mine = search.mine === true || !is_reviewer
  const named = search.list && (search.list !== 'waiting' || !is_mine) ? search.list : undefined
  const first = useFirstTab(is_mine && named === undefined, search)
  const tab: ListTab | undefined = named ?? (is_mine ? first : 'waiting')
  const set = (change: RequestsSearch) => void navigate({ to: '/requests', search: { ...search, ...change }, replace: true })
  const open = (request: string | undefined) => void (request ? navigate({ to: '/requests/$id', params: { id: request }, search }) : navigate({ to: '/requests', search }))
  const filters = (
    <div className={styles['filters']}>
      {!is_mine && <Find text={search.q ?? ''} on_text={(q) => set({ q: q || undefined })} />}
      <Select<RequestKind | ''>
        label={t('requests.kind')}
        label_hidden
        value={search.kind ?? ''}
        on_change={(kind) => set({ kind: kind === '' ? undefined : kind })}
        items={[
          { value: '', text: t('requests.any_kind') },
          { value: 'download', text: t('requests.kind_download') },
          { value: 'access', text: t('requests.kind_access') },
        ]}
      />
      {(libraries.data?.length ?? 0) > 1 && <Select label={t('requests.library')} label_hidden value={search.library ?? ''} on_change={(library) => set({ library: library === '' ? undefined : library })} items={[{ value: '', text: t('requests.any_library') }, ...(libraries.data ?? []).map((one) => ({ value: one.id, text: one.name }))]} />}
    </div>
  )
  return (
    <Page title={is_mine ? t('requests.mine') : t('requests.title')} wide>
      {!is_mine && <StandingIn />}
      {tab === undefined ? (
        <Skeleton lines={5} tall />
      ) : (
        <RequestList
          key={`${me.id}/${is_mine}`}
          caption={is_mine ? t('requests.mine') : t('requests.title')}
          filter={{ seat: is_mine ? 'mine' : 'any', kind: search.kind, library: search.library, q: search.q }}
          tabs={is_mine ? k_own_tabs : k_reviewer_tabs}
          tab={tab}
          on_tab={(now) => set({ list: now })}
          opened={id}
          on_open={open}
          filters={filters}
          on_clear={() => set({ kind: undefined, library: undefined, q: undefined })}
          {...(is_mine ? { without: ['requester'] as const } : {})}
        />
      )}
    </Page>
  )
}

/** Where one's own requests begin when no address says: where there are any. What happens to them later moves nobody. */
function useFirstTab(is_wanted: boolean, { kind, library }: RequestsSearch): ListTab | undefined {
  const counts = useQuery({ ...request_counts_query({ seat: 'mine', kind, library }), enabled: is_wanted })
  const [first, set_first] = useState<ListTab | undefined>()
  if (is_wanted && first === undefined && !counts.isPending) set_first(first_filled(k_own_tabs, counts.data))
  return first
}

/** Asks a moment after the last key. */
function Find({ text, on_text }: { text: string; on_text: (text: string) => void }) {
  const [typed, set_typed] = useState(text)
  const sent = useRef(text)
  // The address was changed by something else: the way back, or whoever cleared it.
  useEffect(() => {
    if (text === sent.current) return
    sent.current = text
    set_typed(text)
  }, [text])
  useEffect(() => {
    if (typed.trim() === sent.current) return
    const timer = setTimeout(() => {
      sent.current = typed.trim()
      on_text(sent.current)
    }, 250)
    return () => clearTimeout(timer)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- on_text is another one each time
  }, [typed])
  return <TextField label={t('requests.find')} label_hidden placeholder={t('requests.find')} type="search" value={typed} on_change={set_typed} autoComplete="off" />
}
