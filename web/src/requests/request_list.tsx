// The table of requests, one for all its places: the dashboard, an asset's Permissions tab, a library's Sharing page and what
// somebody asked for themselves differ only in the filter.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type FocusEvent, type ReactNode } from 'react'
import { announce } from '@/app/live'
import { page_styles } from '@/app/page'
import { useShortcut } from '@/app/shortcuts'
import { ThumbnailOf } from '@/asset/thumbnail'
import { ago_text, date_text, moment_text, number_text, t } from '@/i18n'
import { Button, button_class, Checkbox, EmptyState, IconButton, ProblemState, Skeleton, StateBadge, Table, type Column } from '@/ui'
import { RequestActs } from './acts'
import { request_counts_query, requests_query, type Request, type RequestCounts, type RequestFilter, type RequestStatus } from './calls'
import { DecideDialog, type Verdict } from './decide_dialog'
import { ends_before, k_most_counted, phase_look, until_line } from './model'
import { RequestSheet } from './request_sheet'
import styles from './requests.module.css'

export const k_list_tabs = ['waiting', 'pending', 'approved', 'rejected', 'ended'] as const
export type ListTab = (typeof k_list_tabs)[number]

const k_of_tab: Record<ListTab, { status: RequestStatus[]; count: (counts: RequestCounts) => number }> = {
  waiting: { status: ['pending'], count: (counts) => counts.waiting_for_me },
  pending: { status: ['pending'], count: (counts) => counts.pending },
  approved: { status: ['approved', 'auto_approved'], count: (counts) => counts.approved },
  rejected: { status: ['rejected'], count: (counts) => counts.rejected },
  ended: { status: ['expired', 'revoked', 'withdrawn'], count: (counts) => counts.expired + counts.revoked + counts.withdrawn },
}
/** The first of these that has something; the first of all where none has. */
export function first_filled(tabs: readonly ListTab[], counts: RequestCounts | undefined): ListTab | undefined {
  return (counts && tabs.find((one) => k_of_tab[one].count(counts) > 0)) ?? tabs[0]
}

export interface RequestListProps {
  caption: string
  filter: Omit<RequestFilter, 'status' | 'sort'>
  tabs: readonly ListTab[]
  tab: ListTab
  on_tab: (tab: ListTab) => void
  /** A request that the address names stands open beside the list. */
  opened?: string | undefined
  on_open: (id: string | undefined) => void
  /** Where every row is of the same asset, or of the reader, that column says nothing. */
  without?: readonly ('asset' | 'requester')[]
  /** What narrows the list, below its tabs, and how to have it all again. */
  filters?: ReactNode
  on_clear?: () => void
}

export function RequestList({ caption, filter, tabs, tab, on_tab, opened, on_open, without = [], filters, on_clear }: RequestListProps) {
  const of_tab = k_of_tab[tab]
  const seat = tab === 'waiting' ? ('reviewer' as const) : filter.seat
  const counts = useQuery(request_counts_query({ seat: filter.seat, kind: filter.kind, library: filter.library, asset: filter.asset }))
  const list = useInfiniteQuery(requests_query({ ...filter, seat, status: of_tab.status, ...(tab === 'waiting' ? { sort: 'created' as const } : {}) }))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const keeper = useKeptFocus(rows, tab)
  const [chosen, set_chosen] = useState<ReadonlySet<string>>(new Set())
  const [deciding, set_deciding] = useState<{ verdict: Verdict; requests: Request[] } | null>(null)
  const decidable = rows.filter((one) => one.can.approve || one.can.reject)
  const selected = rows.filter((one) => chosen.has(one.id))
  const flip = (id: string, is_on: boolean) => set_chosen((before) => new Set(is_on ? [...before, id] : [...before].filter((one) => one !== id)))
  const change_tab = (to: ListTab) => {
    set_chosen(new Set())
    on_tab(to)
  }
  const can_approve = selected.filter((one) => one.can.approve)
  const can_reject = selected.filter((one) => one.can.reject)

  /** What the keys speak of: the selection, else the row that has the focus. */
  const spoken_of = (able: (one: Request) => boolean) => {
    const focused = document.activeElement?.closest<HTMLElement>('tr[data-id]')?.dataset['id']
    return (selected.length > 0 ? selected : rows.filter((one) => one.id === focused)).filter(able)
  }
  const by_key = (verdict: Verdict) => () => {
    const requests = spoken_of((one) => (verdict === 'approve' ? one.can.approve : one.can.reject))
    if (requests.length > 0) set_deciding({ verdict, requests })
    else announce(t('requests.choose_first'))
  }
  useShortcut('approve', decidable.length > 0 ? by_key('approve') : null)
  useShortcut('reject', decidable.length > 0 ? by_key('reject') : null)

  // Where the tabs don't fit beside each other the chosen one is brought into sight.
  useEffect(() => {
    document.getElementById(`requests-tab-${tab}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab])

  const columns: Column<Request>[] = [
    ...(decidable.length > 0
      ? [
          {
            id: 'check',
            title: t('selection.select'),
            narrow: true,
            is_corner: true,
            title_hidden: true,
            head: <Checkbox label={t('requests.select_all')} label_hidden checked={selected.length > 0 && selected.length === decidable.length} mixed={selected.length > 0 && selected.length < decidable.length} on_change={(now) => set_chosen(new Set(now ? decidable.map((one) => one.id) : []))} />,
            cell: (one: Request) => (one.can.approve || one.can.reject) && <Checkbox label={t('requests.select', { name: one.asset_name, person: one.name })} label_hidden checked={chosen.has(one.id)} on_change={(now) => flip(one.id, now)} />,
          },
        ]
      : []),
    {
      id: 'what',
      title: without.includes('asset') ? t('requests.requester') : t('requests.asset'),
      is_name: true,
      cell: (one) => (
        <div className={styles['what']}>
          {!without.includes('asset') && <ThumbnailOf id={one.asset} />}
          <div className={styles['what_texts']}>
            <button type="button" className={page_styles['open']} onClick={() => on_open(one.id)}>
              <bdi>{without.includes('asset') ? one.name : one.asset_name || t('requests.unnamed')}</bdi>
            </button>
            <span className={page_styles['second']}>{without.includes('asset') ? one.email : [one.library_name, one.folder_name].filter(Boolean).join(' / ')}</span>
          </div>
        </div>
      ),
    },
    { id: 'kind', title: t('requests.kind'), cell: (one) => t(`requests.kind_${one.kind}`) },
    ...(without.includes('requester') || without.includes('asset')
      ? []
      : [
          {
            id: 'who',
            title: t('requests.requester'),
            cell: (one: Request) => (
              <>
                <bdi>{one.name}</bdi>
                <span className={styles['address']} title={one.group ? undefined : (one.email ?? undefined)}>
                  {one.group ? t('members.group') : one.email}
                </span>
              </>
            ),
          },
        ]),
    { id: 'reason', title: t('requests.reason'), cell: (one) => (one.reason ? <span className={styles['reason']}>{one.reason}</span> : <span className={styles['quiet']}>{t('requests.no_reason')}</span>) },
    {
      id: 'asked',
      title: t('requests.asked'),
      cell: (one) => (
        <>
          <time dateTime={one.created_at} title={moment_text(one.created_at)}>
            {ago_text(one.created_at)}
          </time>
          {one.question_waits && <span className={page_styles['second']}>{one.can.answer ? t('talk.waits_for_you') : t('talk.waits')}</span>}
          {one.escalated_at && one.status === 'pending' && <span className={page_styles['second']}>{t('requests.waits_too_long')}</span>}
        </>
      ),
    },
    ...(rows.some((one) => one.needed_by ?? one.available_until ?? one.decided_at) ? [{ id: 'length', title: t('requests.length'), cell: (one: Request) => <Length request={one} /> }] : []),
    // Where all of them are pending the column would say so in each row.
    ...(tab === 'waiting' || tab === 'pending' ? [] : [{ id: 'status', title: t('requests.status'), cell: (one: Request) => <Status request={one} /> }]),
    { id: 'acts', title: t('requests.acts'), title_hidden: true, narrow: true, cell: (one) => <RequestActs request={one} compact /> },
  ]

  return (
    <div className={styles['list_part']}>
      <div role="tablist" aria-label={caption} className={page_styles['tabs']}>
        {tabs.map((one, index) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`requests-tab-${one}`}
            aria-selected={one === tab}
            aria-controls="requests-panel"
            tabIndex={one === tab ? 0 : -1}
            className={page_styles['tab']}
            onClick={() => change_tab(one)}
            onKeyDown={(event) => {
              const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
              const to = by === 0 ? undefined : tabs[(index + (document.dir === 'rtl' ? -by : by) + tabs.length) % tabs.length]
              if (!to) return
              event.preventDefault()
              change_tab(to)
              document.getElementById(`requests-tab-${to}`)?.focus()
            }}
          >
            {t(`requests.tab_${one}`)}
            {counts.data && <Count number={k_of_tab[one].count(counts.data)} />}
          </button>
        ))}
      </div>
      {filters}
      <div ref={keeper.box} onFocus={keeper.on_focus} role="tabpanel" id="requests-panel" aria-labelledby={`requests-tab-${tab}`} className={styles['list_part']}>
        {list.isPending && <Skeleton lines={5} tall />}
        {list.isError && <ProblemState error={list.error} on_retry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && !list.hasNextPage && <Nothing tab={tab} seat={filter.seat} is_narrowed={Boolean(filter.q ?? filter.kind ?? (filter.asset ? undefined : filter.library))} on_clear={on_clear} filled={tabs.filter((one) => counts.data !== undefined && one !== tab && k_of_tab[one].count(counts.data) > 0)} on_tab={change_tab} />}
        {rows.length > 0 && <Table caption={`${caption}: ${t(`requests.tab_${tab}`)}`} rows={rows} id_of={(one) => one.id} columns={columns} />}
        {list.hasNextPage && (
          <div>
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('admin.load_more')}
            </Button>
          </div>
        )}
        {selected.length > 0 && (
          <div role="toolbar" aria-label={t('selection.bar')} className={styles['bulk']}>
            <IconButton icon="close" compact label={t('selection.clear')} onClick={() => set_chosen(new Set())} />
            {t('selection.count', { count: selected.length })}
            <Button compact disabled={can_reject.length === 0} onClick={() => set_deciding({ verdict: 'reject', requests: can_reject })}>
              {t('decide.reject')}
            </Button>
            <Button compact kind="primary" disabled={can_approve.length === 0} onClick={() => set_deciding({ verdict: 'approve', requests: can_approve })}>
              {t('decide.approve')}
            </Button>
          </div>
        )}
      </div>
      {deciding && <DecideDialog requests={deciding.requests} verdict={deciding.verdict} on_close={() => set_deciding(null)} on_decided={() => set_chosen(new Set())} />}
      <RequestSheet id={opened} on_close={() => on_open(undefined)} />
    </div>
  )
}

/** A row that was decided on leaves the list: the focus goes to the next one, from the last one to the tab. */
function useKeptFocus(rows: readonly Request[], tab: ListTab) {
  const box = useRef<HTMLDivElement>(null)
  const at = useRef<number | null>(null)
  const ids = rows.map((one) => one.id).join()
  useEffect(() => {
    // Behind the dialog, which closes meanwhile and hands the focus back to what is gone.
    const timer = setTimeout(() => {
      if (at.current === null || document.activeElement !== document.body) return
      const left = box.current?.querySelectorAll<HTMLElement>('tr[data-id] th button') ?? []
      const next = left[Math.min(at.current, left.length - 1)] ?? document.getElementById(`requests-tab-${tab}`)
      next?.focus()
    }, 250)
    return () => clearTimeout(timer)
  }, [ids, tab])
  const on_focus = (event: FocusEvent<HTMLDivElement>) => {
    // What is in front of the page is a part of the list for React only.
    if (!event.currentTarget.contains(event.target)) return
    const row = event.target.closest('tr[data-id]')
    at.current = row ? [...(row.parentElement?.children ?? [])].indexOf(row) : null
  }
  return { box, on_focus }
}

function Count({ number }: { number: number }) {
  if (number === 0) return null
  return <span className={styles['tab_count']}>{number >= k_most_counted ? t('requests.many', { count: number_text(k_most_counted) }) : number_text(number)}</span>
}

/** Until when it was asked for, and until when it was given; and what stands in the way of that. */
function Length({ request }: { request: Request }) {
  const was_given = request.status === 'approved' || request.status === 'auto_approved'
  return (
    <>
      {was_given && until_line(request.valid_until, Date.now())}
      {request.status === 'expired' && request.valid_until && t('requests.until', { date: date_text(request.valid_until) })}
      {request.needed_by && <span className={was_given ? page_styles['second'] : undefined}>{t('requests.needs_by', { date: date_text(request.needed_by) })}</span>}
      {!request.needed_by && request.status === 'pending' && <span className={styles['quiet']}>{t('requests.as_usual')}</span>}
      {ends_before(request) && request.available_until && (
        <StateBadge tone="amber" icon="warning">
          {t('requests.available_until', { date: date_text(request.available_until) })}
        </StateBadge>
      )}
    </>
  )
}

function Status({ request }: { request: Request }) {
  const look = phase_look(request.status)
  return (
    <>
      <StateBadge tone={look.tone} icon={look.icon}>
        {look.text}
      </StateBadge>
      {request.note && (
        <span className={page_styles['second']}>
          <span className={styles['reason']}>{request.note}</span>
        </span>
      )}
    </>
  )
}

interface NothingProps {
  tab: ListTab
  seat: RequestFilter['seat']
  is_narrowed: boolean
  on_clear: (() => void) | undefined
  /** The other tabs that have something. */
  filled: readonly ListTab[]
  on_tab: (tab: ListTab) => void
}

/** Says so, and leads on: to everything, to the tab that has something, or to where asking begins. */
function Nothing({ tab, seat, is_narrowed, on_clear, filled, on_tab }: NothingProps) {
  const [other] = filled
  if (is_narrowed) return <EmptyState icon="search" title={t('requests.no_match')} text={t('requests.no_match_more')} action={on_clear && <Button onClick={on_clear}>{t('requests.show_every')}</Button>} />
  const way = other ? (
    <Button onClick={() => on_tab(other)}>{t('requests.show_tab', { tab: t(`requests.tab_${other}`) })}</Button>
  ) : (
    seat === 'mine' && (
      <Link to="/" className={button_class()}>
        {t('home.title')}
      </Link>
    )
  )
  const more = tab === 'waiting' ? t('requests.none_waiting_more') : seat === 'mine' && !other ? t('requests.none_mine_more') : undefined
  return <EmptyState icon={tab === 'waiting' ? 'check' : 'inbox'} title={t(`requests.none_${tab}`)} text={more} action={way} />
}

/** The same list where it stands under other things: it keeps its tab and what is open to itself. */
export function RequestsHere({ caption, filter, without }: Pick<RequestListProps, 'caption' | 'filter' | 'without'>) {
  const [tab, set_tab] = useState<ListTab>('pending')
  const [opened, set_opened] = useState<string | undefined>()
  return <RequestList caption={caption} filter={filter} tabs={k_here} tab={tab} on_tab={set_tab} opened={opened} on_open={set_opened} {...(without ? { without } : {})} />
}
const k_here = ['pending', 'approved', 'rejected', 'ended'] as const
