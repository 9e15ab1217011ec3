// The inbox: what one was told, under its days, each in a sentence with the way to what it is about. What waits for a decision
// is decided here.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { problem_text } from '@/api/problem_text'
import { announce } from '@/app/live'
import { LoadMore, Page, page_styles } from '@/app/page'
import { ThumbnailOf } from '@/asset/thumbnail'
import { ago_text, day_heading, moment_text, t, time_text } from '@/i18n'
import { RequestActs } from '@/requests/acts'
import { requests_query, type Request } from '@/requests/calls'
import { useIsReviewer } from '@/requests/reviewer'
import { badge_class, Button, class_names, EmptyState, Icon, icon_button_class, IconButton, IconFace, ProblemState, say_done, say_wrong, Segmented, Skeleton, Tooltip } from '@/ui'
import { mark_all_read, mark_notices, notices_query, unread_query, type Notice, type Part } from './calls'
import { by_day, notice_look, way_of } from './model'
import styles from './inbox.module.css'

export function InboxPage() {
  const { only } = useSearch({ from: '/inside/inbox' })
  const part: Part = only ?? 'all'
  const navigate = useNavigate()
  const notices = useInfiniteQuery(notices_query(part))
  const unread = useQuery(unread_query).data ?? 0
  const waiting = useWaiting()
  const list = useRef<HTMLDivElement>(null)
  const rows = notices.data?.pages.flatMap((page) => page.items) ?? []
  const show = (now: Part) => void navigate({ to: '/inbox', search: now === 'all' ? {} : { only: now }, replace: true })
  /** What leaves the list takes the focus with it: the next one has it then. */
  const step_on = (notice: string) => {
    if (part !== 'unread') return
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[data-notice]') ?? [])]
    const at = all.findIndex((one) => one.dataset['notice'] === notice)
    const next = all[at + 1] ?? all[at - 1]
    const to = next?.querySelector<HTMLElement>('[data-mark]') ?? document.querySelector<HTMLElement>('main h1')
    to?.focus()
  }
  return (
    <Page title={t('inbox.title')} actions={<PageActs unread={unread} is_empty={unread === 0 && rows.length === 0} />}>
      <div className={page_styles['choice']}>
        <Segmented<Part>
          label={t('inbox.which')}
          label_hidden
          value={part}
          on_change={show}
          items={[
            { value: 'all', text: t('inbox.all') },
            { value: 'unread', text: t('inbox.unread_count', { count: unread }) },
            { value: 'requests', text: t('inbox.requests') },
          ]}
        />
      </div>
      {notices.isPending && <Skeleton lines={4} tall />}
      {notices.isError && <ProblemState error={notices.error} on_retry={() => void notices.refetch()} />}
      {notices.data && rows.length === 0 && !notices.hasNextPage && <Nothing part={part} on_all={() => show('all')} />}
      {rows.length > 0 && (
        <div ref={list} className={class_names(styles['days'], notices.isPlaceholderData && styles['old'])}>
          {by_day(rows, Date.now()).map((day) => (
            <section key={day.name} className={styles['day']} aria-label={day.name}>
              <h2>{day.name}</h2>
              <ul className={styles['notices']}>
                {day.notices.map((one) => (
                  <Entry key={one.id} notice={one} waiting={one.count === 1 && one.request !== null ? waiting.get(one.request) : undefined} on_marked={() => step_on(one.id)} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
      <LoadMore list={notices} />
    </Page>
  )
}

/** What waits for whoever looks, by its id. */
function useWaiting(): ReadonlyMap<string, Request> {
  const is_reviewer = useIsReviewer()
  const waiting = useInfiniteQuery({ ...requests_query({ seat: 'reviewer', status: ['pending'] }), enabled: is_reviewer })
  return new Map(waiting.data?.pages.flatMap((page) => page.items.map((one) => [one.id, one] as const)))
}

function PageActs({ unread, is_empty }: { unread: number; is_empty: boolean }) {
  const queries = useQueryClient()
  const [is_busy, set_busy] = useState(false)
  async function read_all() {
    set_busy(true)
    try {
      const marked = await mark_all_read(queries)
      if (marked) tell(marked)
    } catch (error) {
      say_wrong(problem_text(error).detail)
    }
    set_busy(false)
  }
  function tell({ count, ids }: { count: number; ids: string[] }) {
    const text = t('inbox.marked', { count })
    announce(text)
    if (ids.length === 0) say_done(text)
    else say_done(text, { text: t('ui.undo'), run: () => void mark_notices(queries, ids, 'unread') })
  }
  return (
    <div className={page_styles['buttons']}>
      <Tooltip text={t('inbox.mail')}>
        <Link to="/account/$section" params={{ section: 'mail' }} className={icon_button_class()} aria-label={t('inbox.mail')}>
          <IconFace icon="gear" />
        </Link>
      </Tooltip>
      {!is_empty && (
        <Button icon="check" busy={is_busy} disabled={unread === 0} onClick={() => void read_all()}>
          {t('inbox.mark_all')}
        </Button>
      )}
    </div>
  )
}

function Nothing({ part, on_all }: { part: Part; on_all: () => void }) {
  if (part === 'all') return <EmptyState icon="bell" title={t('inbox.none')} text={t('inbox.none_more')} />
  return <EmptyState icon="check" title={part === 'unread' ? t('inbox.none_unread') : t('inbox.none_requests')} action={<Button onClick={on_all}>{t('inbox.show_all')}</Button>} />
}

function Entry({ notice, waiting, on_marked }: { notice: Notice; waiting: Request | undefined; on_marked: () => void }) {
  const queries = useQueryClient()
  const is_unread = notice.read_at === null
  const look = notice_look(notice.kind)
  const mark = (as: 'read' | 'unread') => void mark_notices(queries, [notice.id], as)
  const read = () => is_unread && mark('read')
  return (
    <li data-notice={notice.id} className={class_names(styles['notice'], is_unread && styles['unread'])}>
      <span className={styles['picture']}>
        {notice.asset === null ? <span className={styles['no_picture']} /> : <ThumbnailOf id={notice.asset} />}
        <span className={class_names(badge_class(look.tone), styles['kind'])}>
          <Icon name={look.icon} />
        </span>
      </span>
      <div className={styles['texts']}>
        <div className={styles['top']}>
          <Link {...way_of(notice)} id={`notice-${notice.id}`} className={styles['way']} onClick={read}>
            {is_unread && <span className="visually-hidden">{t('inbox.is_unread')} </span>}
            {notice.text}
          </Link>
          <time className={styles['when']} dateTime={notice.made_at} title={moment_text(notice.made_at)}>
            {day_heading(notice.made_at) === t('day.today') ? ago_text(notice.made_at) : time_text(notice.made_at)}
          </time>
        </div>
        {notice.note && <blockquote className={styles['note']}>{notice.note}</blockquote>}
        {waiting && (waiting.can.approve || waiting.can.reject) ? (
          <div className={styles['over']}>
            <RequestActs request={waiting} compact on_done={read} />
          </div>
        ) : null}
      </div>
      <span className={styles['over']}>
        <IconButton
          compact
          data-mark
          aria-describedby={`notice-${notice.id}`}
          icon={is_unread ? 'check' : 'mail'}
          label={is_unread ? t('inbox.mark_read') : t('inbox.mark_unread')}
          onClick={() => {
            if (is_unread) on_marked()
            mark(is_unread ? 'read' : 'unread')
          }}
        />
      </span>
    </li>
  )
}
