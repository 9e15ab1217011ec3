// The outbox as administrators see it: what became of each mail, what the mail server said, what is in it, and what to do.
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, Refused, take } from '@/api/client'
import type { components } from '@/api/schema'
import { problem_text } from '@/api/problem_text'
import { MailSubjects } from '@/admin/mail_subjects'
import { announce } from '@/app/live'
import { LoadMore, Page, page_styles as styles } from '@/app/page'
import { useMe } from '@/app/session'
import { ago_text, moment_text, t } from '@/i18n'
import { Button, class_names, EmptyState, Fact, Facts, Notice, ProblemState, say_done, say_wrong, Select, Sheet, Skeleton, StateBadge, Table } from '@/ui'
import { about_text, can_be_retried, mail_look, todo_text, when_text } from './mail_words'
import { k_mail_states, type MailState } from './mails_search'
import texts from './mails.module.css'

type Mail = components['schemas']['Mail']

const mails_query = (state: MailState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['mails', 'list', state ?? 'all'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => take(api.GET('/api/mails', { params: { query: { ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    getNextPageParam: (last: { next: string | null }) => last.next,
    placeholderData: keepPreviousData,
    // What waits leaves within seconds, and nothing tells of it.
    refetchInterval: 15_000,
  })

/** Tries again; told how it went. */
function useRetry(): { retry: (mail: Mail) => Promise<void>; busy: string | null } {
  const queries = useQueryClient()
  const [busy, set_busy] = useState<string | null>(null)
  async function retry(mail: Mail) {
    set_busy(mail.id)
    try {
      await take(api.POST('/api/mails/{id}/retry', { params: { path: { id: mail.id } } }))
      say_done(t('mails.retried', { email: mail.recipient }))
    } catch (error) {
      const text = problem_text(error)
      say_wrong(text.detail, text.more.join(' '))
    }
    set_busy(null)
    void queries.invalidateQueries({ queryKey: ['mails'] })
  }
  return { retry, busy }
}

export function MailsPage() {
  const { state, mail } = useSearch({ from: '/inside/settings/mail' })
  const navigate = useNavigate()
  const mails = useInfiniteQuery(mails_query(state))
  const { retry, busy } = useRetry()
  const rows = mails.data?.pages.flatMap((page) => page.items) ?? []
  const open = (id: string | undefined) => void navigate({ to: '/settings/mail', search: { ...(state ? { state } : {}), ...(id ? { mail: id } : {}) } })
  if (mails.error instanceof Refused && mails.error.status === 403) {
    return (
      <Page title={t('mails.title')} wide>
        <EmptyState icon="lock" title={t('mails.denied')} text={mails.error.message} />
      </Page>
    )
  }
  return (
    <Page title={t('mails.title')} wide>
      {mails.data?.pages[0]?.has_public_url === false && <NoPublicUrl links_to={mails.data.pages[0].links_to} />}
      <TestMail />
      <div className={texts['filter']}>
        <Select<MailState | ''>
          label={t('mails.state')}
          label_hidden
          value={state ?? ''}
          on_change={(now) => void navigate({ to: '/settings/mail', search: now === '' ? {} : { state: now }, replace: true })}
          items={[{ value: '', text: t('mails.any_state') }, ...k_mail_states.map((one) => ({ value: one, text: mail_look(one).text }))]}
        />
      </div>
      {mails.isPending && <Skeleton lines={5} tall />}
      {mails.isError && <ProblemState error={mails.error} on_retry={() => void mails.refetch()} />}
      {mails.data && rows.length === 0 && <EmptyState icon="mail" title={state ? t('mails.none_so') : t('mails.none')} text={state ? undefined : t('mails.none_more')} action={state && <Button onClick={() => void navigate({ to: '/settings/mail', search: {}, replace: true })}>{t('mails.show_all')}</Button>} />}
      {rows.length > 0 && (
        <div className={class_names(mails.isPlaceholderData && texts['old'])}>
          <Table<Mail>
            caption={t('mails.title')}
            rows={rows}
            id_of={(one) => one.id}
            columns={[
              {
                id: 'to',
                title: t('mails.to'),
                is_name: true,
                cell: (one) => (
                  <button type="button" className={styles['open']} onClick={() => open(one.id)}>
                    <bdi>{one.recipient}</bdi>
                  </button>
                ),
              },
              { id: 'about', title: t('mails.about'), cell: (one) => about_text(one.kind) },
              { id: 'state', title: t('mails.state'), cell: (one) => <State mail={one} /> },
              {
                id: 'when',
                title: t('mails.made'),
                cell: (one) => (
                  <time dateTime={one.created_at} title={moment_text(one.created_at)}>
                    {ago_text(one.created_at)}
                  </time>
                ),
              },
              {
                id: 'retry',
                title: t('ui.retry'),
                title_hidden: true,
                narrow: true,
                cell: (one) =>
                  can_be_retried(one) && (
                    <Button compact icon="retry" busy={busy === one.id} onClick={() => void retry(one)}>
                      {t('ui.retry')}
                      <span className="visually-hidden"> {one.recipient}</span>
                    </Button>
                  ),
              },
            ]}
          />
        </div>
      )}
      <LoadMore list={mails} />
      <MailSubjects can />
      <MailSheet id={mail} on_close={() => open(undefined)} on_retry={retry} busy={busy} />
    </Page>
  )
}

function State({ mail }: { mail: Mail }) {
  const look = mail_look(mail.state)
  return (
    <>
      <StateBadge tone={look.tone} icon={look.icon}>
        {look.text}
      </StateBadge>
      {mail.state === 'waiting' && <span className={styles['second']}>{when_text(mail)}</span>}
      {mail.reply && (mail.state === 'refused' || mail.state === 'given_up' || mail.state === 'waiting') && <code className={texts['reply']}>{mail.reply}</code>}
    </>
  )
}

/** Links lead to where the server listens: whoever reads a mail elsewhere gets nowhere by them. */
function NoPublicUrl({ links_to }: { links_to: string }) {
  return (
    <Notice tone="amber" icon="warning">
      <p>{t('mails.no_public_url', { url: links_to })}</p>
      <p>{t('mails.no_public_url_more')}</p>
    </Notice>
  )
}

type Said = components['schemas']['TestMail']

/** A mail to oneself, now: what the server says to it, or that there is none. */
function TestMail() {
  const me = useMe()
  const [said, set_said] = useState<Said | null>(null)
  const [error, set_error] = useState<unknown>(null)
  const [is_busy, set_busy] = useState(false)
  async function send() {
    set_busy(true)
    set_error(null)
    set_said(null)
    try {
      const answer = await take(api.POST('/api/mails/test'))
      set_said(answer)
      announce(t(`mails.test_${answer.outcome}`, { email: me.email }))
    } catch (problem) {
      set_error(problem)
    }
    set_busy(false)
  }
  const has_no_server = error instanceof Refused && error.code === 'no-mail-server'
  return (
    <section className={styles['sheet']} aria-labelledby="mails-way">
      <div className={texts['head']}>
        <div className={styles['list_texts']}>
          <h2 id="mails-way">{t('mails.way')}</h2>
          <p className={styles['quiet']}>{t('mails.way_more', { email: me.email })}</p>
        </div>
        <Button icon="mail" busy={is_busy} onClick={() => void send()}>
          {t('mails.test')}
        </Button>
      </div>
      {said && (
        <Notice tone={said.outcome === 'taken' ? 'moss' : said.outcome === 'later' ? 'amber' : 'brick'} icon={said.outcome === 'taken' ? 'check' : 'warning'}>
          <p>{t(`mails.test_${said.outcome}`, { email: me.email })}</p>
          <code className={texts['reply']}>{said.reply}</code>
        </Notice>
      )}
      {has_no_server && (
        <Notice icon="info">
          <p>{t('mails.no_server')}</p>
          <p>{t('mails.no_server_more')}</p>
        </Notice>
      )}
      {error !== null && !has_no_server && <ProblemState error={error} />}
    </section>
  )
}

function MailSheet({ id, on_close, on_retry, busy }: { id: string | undefined; on_close: () => void; on_retry: (mail: Mail) => Promise<void>; busy: string | null }) {
  const mail = useQuery({ queryKey: ['mails', 'one', id], queryFn: ({ signal }) => take(api.GET('/api/mails/{id}', { params: { path: { id: id ?? '' } }, signal })), enabled: id !== undefined })
  const is_gone = mail.error instanceof Refused && mail.error.status === 404
  const shown = mail.data
  return (
    <Sheet
      open={id !== undefined}
      on_close={on_close}
      title={shown ? (shown.subject ?? about_text(shown.kind)) : t('mails.one')}
      actions={
        shown && can_be_retried(shown) ? (
          <Button kind="primary" icon="retry" busy={busy === shown.id} onClick={() => void on_retry(shown)}>
            {t('ui.retry')}
          </Button>
        ) : undefined
      }
    >
      {mail.isPending && <Skeleton lines={6} />}
      {mail.isError && (is_gone ? <EmptyState icon="eye_off" title={t('mails.gone')} text={t('mails.gone_more')} /> : <ProblemState error={mail.error} on_retry={() => void mail.refetch()} />)}
      {shown && <Letter mail={shown} />}
    </Sheet>
  )
}

function Letter({ mail }: { mail: Mail }) {
  const todo = todo_text(mail)
  return (
    <div className={texts['letter']}>
      <Facts>
        <Fact name={t('mails.to')}>
          <bdi>{mail.recipient}</bdi>
        </Fact>
        <Fact name={t('mails.made')}>{moment_text(mail.created_at)}</Fact>
        <Fact name={t('mails.state')}>
          <StateBadge tone={mail_look(mail.state).tone} icon={mail_look(mail.state).icon}>
            {mail_look(mail.state).text}
          </StateBadge>
          <span className={styles['second']}>{when_text(mail)}</span>
        </Fact>
        {mail.attempts > 1 && <Fact name={t('mails.attempts')}>{t('jobs.tries', { count: mail.attempts })}</Fact>}
        {mail.reply && (
          <Fact name={t('mails.reply')}>
            <code className={texts['reply']}>{mail.reply}</code>
          </Fact>
        )}
      </Facts>
      {todo && (
        <Notice tone={mail_look(mail.state).tone === 'brick' ? 'brick' : 'slate'} icon={mail_look(mail.state).tone === 'brick' ? 'warning' : 'info'}>
          {todo}
        </Notice>
      )}
      {mail.text === null ? <p className={styles['quiet']}>{t('mails.sealed')}</p> : <p className={texts['text']}>{mail.text}</p>}
    </div>
  )
}
