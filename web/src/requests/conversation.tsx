// What a reviewer asks about a request before deciding, and what its requester answers: read by both sides, and said from here.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api, take } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { announce } from '@/app/live'
import { moment_text, t } from '@/i18n'
import { Button, FormProblem, TextArea } from '@/ui'
import { requests_changed, type RequestCard } from './calls'
import styles from './conversation.module.css'

const k_longest = 2000

export function Conversation({ card }: { card: RequestCard }) {
  const { can, conversation } = card
  const kind = can.answer ? 'answer' : can.ask_question ? 'question' : null
  const [is_open, set_open] = useState(false)
  // Whoever is waited for finds the field open.
  const is_saying = is_open || (kind === 'answer' && card.question_waits)
  // Where the button was there is a field, and the other way round: the focus goes along.
  const box = useRef<HTMLElement>(null)
  const goes_along = useRef(false)
  useEffect(() => {
    if (!goes_along.current) return
    goes_along.current = false
    box.current?.querySelector<HTMLElement>('textarea, button')?.focus()
  }, [is_saying])
  function open(now: boolean) {
    goes_along.current = true
    set_open(now)
  }
  if (conversation.length === 0 && kind === null) return null
  return (
    <section ref={box} className={styles['talk']} aria-label={t('talk.title')}>
      <h3>{t('talk.title')}</h3>
      {conversation.length > 0 && (
        <ol className={styles['said']}>
          {conversation.map((one) => (
            <li key={one.id} className={one.mine ? styles['mine'] : undefined}>
              <p className={styles['who']}>
                <bdi>{one.mine ? t('talk.you') : one.by}</bdi>
                <time dateTime={one.said_at}>{moment_text(one.said_at)}</time>
              </p>
              <p className={styles['text']} dir="auto">
                {one.text}
              </p>
            </li>
          ))}
        </ol>
      )}
      {kind !== null && !is_saying && (
        <div>
          <Button onClick={() => open(true)}>{kind === 'answer' ? t('talk.add') : conversation.length === 0 ? t('talk.ask') : t('talk.ask_more')}</Button>
        </div>
      )}
      {kind !== null && is_saying && <Say key={conversation.length} card={card} kind={kind} on_said={() => open(false)} />}
    </section>
  )
}

function Say({ card, kind, on_said }: { card: RequestCard; kind: 'question' | 'answer'; on_said: () => void }) {
  const queries = useQueryClient()
  const [text, set_text] = useState('')
  const [is_busy, set_busy] = useState(false)
  const [error, set_error] = useState<unknown>(null)
  const wrong = field_error(error, '/text')
  async function send() {
    if (text.trim() === '' || is_busy) return
    set_busy(true)
    set_error(null)
    const params = { path: { id: card.id } }
    const body = { text: text.trim() }
    try {
      await take(kind === 'answer' ? api.POST('/api/requests/{id}/answers', { params, body }) : api.POST('/api/requests/{id}/questions', { params, body }))
      announce(kind === 'answer' ? t('talk.answered') : t('talk.asked'))
      requests_changed(queries)
      on_said()
    } catch (problem) {
      set_error(problem)
      set_busy(false)
    }
  }
  return (
    <form
      className={styles['say']}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <TextArea label={kind === 'answer' ? t('talk.your_answer') : t('talk.your_question')} description={kind === 'answer' ? t('talk.answer_more') : t('talk.ask_description', { name: card.name })} value={text} on_change={set_text} rows={3} maxLength={k_longest} error={wrong} required dir="auto" />
      {!wrong && <FormProblem error={error} />}
      <div>
        <Button type="submit" kind="primary" busy={is_busy} disabled={text.trim() === ''}>
          {kind === 'answer' ? t('talk.send_answer') : t('talk.send_question')}
        </Button>
      </div>
    </form>
  )
}
