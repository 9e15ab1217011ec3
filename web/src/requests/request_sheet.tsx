// One request, whole: what is asked, by whom, what was answered, what was decided.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Refused } from '@/api/client'
import { page_styles } from '@/app/page'
import { k_action_names } from '@/asset/why'
import { Thumbnail } from '@/asset/thumbnail'
import { date_text, list_text, moment_text, number_text, size_text, t } from '@/i18n'
import { mark_opened } from '@/inbox/calls'
import { asset_query } from '@/library/queries'
import { EmptyState, Fact, Facts, Notice, ProblemState, Sheet, Skeleton, StateBadge } from '@/ui'
import { RequestActs } from './acts'
import { Conversation } from './conversation'
import { last_request_query, request_query, type RequestAnswer, type RequestCard } from './calls'
import { ends_before, files_text, k_most_counted, phase_look, until_facts } from './model'
import styles from './requests.module.css'

export function RequestSheet({ id, on_close }: { id: string | undefined; on_close: () => void }) {
  const card = useQuery({ ...request_query(id ?? ''), enabled: id !== undefined })
  useOpened(card.data)
  const is_gone = card.error instanceof Refused && card.error.status === 404
  return (
    <Sheet open={id !== undefined} on_close={on_close} title={t('requests.one')} actions={card.data ? <RequestActs request={card.data} on_done={() => void card.refetch()} /> : undefined}>
      {card.isPending && <Skeleton lines={6} />}
      {card.isError && (is_gone ? <EmptyState icon="eye_off" title={t('requests.gone')} text={t('requests.gone_more')} /> : <ProblemState error={card.error} on_retry={() => void card.refetch()} />)}
      {card.data && <Card card={card.data} />}
    </Sheet>
  )
}

/** What its reader was told of it is read with it, and so is what is said while it is open. */
function useOpened(card: RequestCard | undefined): void {
  const queries = useQueryClient()
  const id = card?.id
  const state = card && `${card.version} ${card.conversation.length}`
  useEffect(() => {
    if (id !== undefined) void mark_opened(queries, id).catch(() => undefined)
  }, [queries, id, state])
}

/** What somebody asked for at an asset last. */
export function OwnRequestSheet({ asset, on_close }: { asset: string | undefined; on_close: () => void }) {
  const last = useQuery({ ...last_request_query(asset ?? ''), enabled: asset !== undefined })
  if (asset === undefined || last.data) return <RequestSheet id={asset === undefined ? undefined : last.data?.id} on_close={on_close} />
  return (
    <Sheet open on_close={on_close} title={t('requests.one')}>
      {last.isPending && <Skeleton lines={6} />}
      {last.isError && <ProblemState error={last.error} on_retry={() => void last.refetch()} />}
      {last.isSuccess && <EmptyState icon="eye_off" title={t('requests.gone')} text={t('requests.gone_more')} />}
    </Sheet>
  )
}

function Card({ card }: { card: RequestCard }) {
  const asset = useQuery({ ...asset_query(card.asset), retry: false })
  const look = phase_look(card.status)
  const now = Date.now()
  return (
    <div className={styles['sheet']}>
      <div className={styles['what']}>
        {asset.data && <Thumbnail asset={asset.data} />}
        <div className={styles['what_texts']}>
          {asset.data ? (
            <Link to="/a/$asset" params={{ asset: card.asset }}>
              <bdi>{card.asset_name}</bdi>
            </Link>
          ) : (
            <bdi>{card.asset_name || t('requests.unnamed')}</bdi>
          )}
          <span className={page_styles['second']}>{[card.library_name, card.folder_name].filter(Boolean).join(' / ')}</span>
        </div>
      </div>
      <div>
        <StateBadge tone={look.tone} icon={look.icon}>
          {look.text}
        </StateBadge>
      </div>
      {card.question_waits && (
        <Notice tone="amber" icon="question">
          {card.can.answer ? t('talk.waits_for_you') : t('talk.waits_for', { name: card.name })}
        </Notice>
      )}
      {card.escalated_at && <Notice icon="clock">{card.escalated_to === 'owners' ? t('requests.escalated_owners', { date: date_text(card.escalated_at) }) : t('requests.escalated_administrators', { date: date_text(card.escalated_at) })}</Notice>}
      {card.unsent_mails.map((one) => (
        <Notice key={`${one.kind} ${one.at}`} tone="amber" icon="warning">
          {one.text}
        </Notice>
      ))}
      {ends_before(card) && card.available_until && (
        <Notice tone="amber" icon="warning">
          {t('requests.ends_before', { date: date_text(card.available_until) })}
        </Notice>
      )}
      {card.for_directors && <Notice icon="role">{t('requests.for_directors')}</Notice>}
      <Facts>
        <Fact name={card.unasked ? t('requests.given_to') : t('requests.requester')}>
          <bdi>{card.name}</bdi>
          {card.email && <span className={page_styles['second']}>{card.email}</span>}
        </Fact>
        {card.reason && <Fact name={t('ask.use')}>{card.reason}</Fact>}
        {card.answers.map((one) => (
          <Fact key={one.name} name={one.label}>
            <Answer card={card} answer={one} />
          </Fact>
        ))}
        <Fact name={t('requests.asked')}>{moment_text(card.created_at)}</Fact>
        {card.needed_by && <Fact name={t('requests.needed_by')}>{date_text(card.needed_by)}</Fact>}
        <Fact name={t('requests.kind')}>{card.kind === 'access' ? t('requests.kind_access_to', { actions: list_text(card.actions.map((one) => t(k_action_names[one]))) }) : t('requests.kind_download')}</Fact>
        {card.wanted_actions.length > card.actions.length && <Fact name={t('requests.wanted')}>{list_text(card.wanted_actions.map((one) => t(k_action_names[one])))}</Fact>}
        <Fact name={t('requests.files')}>{files_text(card.files)}</Fact>
        {card.terms && <Fact name={t('requests.terms')}>{t('requests.terms_accepted', { title: card.terms.title, number: card.terms.number })}</Fact>}
      </Facts>
      <Conversation card={card} />
      {card.history && <History history={card.history} />}
      {(card.decided_at ?? card.ended_at) && (
        <section className={styles['list_part']}>
          <h3>{t('requests.decision')}</h3>
          <Facts>
            {card.decided_at && <Fact name={card.status === 'rejected' ? t('phase.rejected') : t('phase.approved')}>{card.decided_by ? t('requests.by_at', { name: card.decided_by, when: moment_text(card.decided_at) }) : t('requests.by_rule', { when: moment_text(card.decided_at) })}</Fact>}
            {(card.status === 'approved' || card.status === 'auto_approved' || card.status === 'expired') && <Fact name={card.status === 'expired' ? t('phase.expired') : until_facts(card.valid_until, now).word}>{card.status === 'expired' && card.valid_until ? moment_text(card.valid_until) : until_facts(card.valid_until, now).value}</Fact>}
            {card.ended_at && <Fact name={look.text}>{card.ended_by ? t('requests.by_at', { name: card.ended_by, when: moment_text(card.ended_at) }) : moment_text(card.ended_at)}</Fact>}
            {(card.closed === 'asset_deleted' || card.closed === 'free_now') && <Fact name={t('requests.why_closed')}>{t(`requests.${card.closed}`)}</Fact>}
          </Facts>
          {card.note && <blockquote className={styles['quote']}>{card.note}</blockquote>}
        </section>
      )}
    </div>
  )
}

/** What became of what the same person asked for before, where the reader decides. */
function History({ history }: { history: NonNullable<RequestCard['history']> }) {
  const { approved, rejected, revoked, expired, newest } = history
  const counts = [
    { text: t('phase.approved'), count: approved },
    { text: t('phase.rejected'), count: rejected },
    { text: t('phase.revoked'), count: revoked },
    { text: t('phase.expired'), count: expired },
  ]
  return (
    <section className={styles['list_part']}>
      <h3>{t('requests.history')}</h3>
      {newest.length === 0 && <p className={styles['quiet']}>{t('requests.no_history')}</p>}
      {newest.length > 0 && (
        <>
          <Facts>
            {counts.map((one) => (
              <Fact key={one.text} name={one.text}>
                {one.count >= k_most_counted ? t('requests.many', { count: number_text(k_most_counted) }) : number_text(one.count)}
              </Fact>
            ))}
          </Facts>
          <ul className={styles['failed']}>
            {newest.map((one) => (
              <li key={one.id}>
                <Link to="/requests/$id" params={{ id: one.id }}>
                  <bdi>{one.asset_name || t('requests.unnamed')}</bdi>
                </Link>
                <span className={page_styles['second']}>
                  {phase_look(one.status).text}, {date_text(one.ended_at ?? one.decided_at ?? one.created_at)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Answer({ card, answer }: { card: RequestCard; answer: RequestAnswer }) {
  if (answer.type === 'checkbox') return answer.values.includes('true') ? t('ui.yes') : t('ui.no')
  if (answer.type === 'date') return answer.values.map(date_text).join(', ')
  if (answer.type === 'file') {
    const files = card.sent_files.filter((one) => answer.values.includes(one.id))
    if (files.length === 0) return <span className={page_styles['second']}>{t('requests.files_gone')}</span>
    return (
      <ul>
        {files.map((one) => (
          <li key={one.id}>
            <a href={`/api/requests/${card.id}/files/${one.id}`} download={one.name}>
              <bdi>{one.name}</bdi>
            </a>
            <span className={page_styles['second']}>{size_text(one.size)}</span>
          </li>
        ))}
      </ul>
    )
  }
  return answer.values.join(', ')
}
