// Asking for permission: what the library wants to know, for one asset or many, with one form for each library. What is typed
// survives a closed dialog, a lost session, and a form that was changed meanwhile.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Refused, type Action } from '@/api/client'
import { announce } from '@/app/live'
import { page_styles } from '@/app/page'
import { useMe } from '@/app/session'
import { TermsBox } from '@/asset/terms_box'
import { ThumbnailOf } from '@/asset/thumbnail'
import { k_action_names, WhyDialog } from '@/asset/why'
import { download } from '@/downloads/download'
import { wanted_original } from '@/downloads/wanted'
import { list_text, t, type Key } from '@/i18n'
import { asset_query } from '@/library/queries'
import { Button, Checkbox, Dialog, FormProblem, Notice, ProblemState, say_done, Skeleton, TextArea, TextField } from '@/ui'
import { last_request_query, prepare_query, request_query, requests_changed, send_requests, type Prepared, type Requestable } from './calls'
import type { Asked } from './ask_for'
import { forget_draft, k_empty_draft, keep_draft, read_draft, type Draft } from './draft'
import { answers_kept, answers_to_send, faults_of, k_intended_use } from './form'
import { FormFields } from './form_fields'
import { day_of, end_of_day, name_of_step, steps_left } from './model'
import styles from './requests.module.css'

/** What a lock blocks and a request can ask for; the server refuses any other. */
const k_access_actions: Action[] = ['download', 'edit', 'update', 'organise', 'delete']
/** So many are fetched to hand them out at once when they were approved at once. */
const k_most_taken_at_once = 100

export function AskDialog({ asked, on_close }: { asked: Asked; on_close: () => void }) {
  const ids = asked.assets.map((one) => one.id)
  const prepared = useQuery(prepare_query(ids, asked.actions))
  const [sent, set_sent] = useState<ReadonlySet<string>>(new Set())
  if (!prepared.data) {
    return (
      <Dialog open on_close={on_close} title={t('ask.title_download')}>
        {prepared.isPending && <Skeleton lines={5} />}
        {prepared.isError && <ProblemState error={prepared.error} on_retry={() => void prepared.refetch()} />}
      </Dialog>
    )
  }
  // What was sent is told by its name, not by its place: the list may be read again meanwhile, and holds then only what is left.
  const left = steps_left(prepared.data.ask, sent)
  const [step] = left
  if (!step) return <NothingToAsk asked={asked} prepared={prepared.data} on_close={on_close} />
  const count = sent.size + left.length
  const next = () => (left.length > 1 ? set_sent(new Set([...sent, name_of_step(step)])) : on_close())
  return <Step key={name_of_step(step)} asked={asked} prepared={prepared.data} step={step} place={count > 1 ? { at: sent.size + 1, of: count } : null} on_renew={() => prepared.refetch()} on_sent={next} on_close={on_close} />
}

const name_of = (asked: Asked, id: string) => asked.assets.find((one) => one.id === id)?.name ?? ''

/** Everything is free, asked for, or not to be had: says which, and why. */
function NothingToAsk({ asked, prepared, on_close }: { asked: Asked; prepared: Prepared; on_close: () => void }) {
  const lines = [...prepared.pending, ...prepared.rejected, ...prepared.refused]
  return (
    <Dialog
      open
      on_close={on_close}
      title={t('ask.nothing_title')}
      actions={
        <Button kind="primary" onClick={on_close}>
          {t('ui.close')}
        </Button>
      }
    >
      {prepared.free.length > 0 && <p>{t('ask.free_already', { count: prepared.free.length })}</p>}
      <ul className={styles['failed']}>
        {lines.slice(0, 50).map((one) => (
          <li key={one.asset}>
            <bdi>{name_of(asked, one.asset)}</bdi>
            <span className={page_styles['second']}>{one.why.join(' ')}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

/** The last answers, for whoever asks again; nothing while there is a draft, or many assets. */
function useLastAnswers(asked: Asked, is_wanted: boolean): Draft | null {
  const id = asked.assets.length === 1 && is_wanted ? asked.assets[0]?.id : undefined
  const mine = useQuery({ ...last_request_query(id ?? ''), enabled: id !== undefined })
  const card = useQuery({ ...request_query(mine.data?.id ?? ''), enabled: mine.data != null })
  if (!card.data) return null
  return { reason: card.data.reason, answers: Object.fromEntries(card.data.answers.filter((one) => one.type !== 'file').map((one) => [one.name, one.values])), needed_by: '' }
}
interface StepProps {
  asked: Asked
  prepared: Prepared
  step: Requestable
  place: { at: number; of: number } | null
  on_renew: () => Promise<unknown>
  on_sent: () => void
  on_close: () => void
}

function Step({ asked, prepared, step, place, on_renew, on_sent, on_close }: StepProps) {
  const me = useMe()
  const queries = useQueryClient()
  const what = step.assets.length === 1 ? (step.assets[0] ?? '') : step.library
  const [kept] = useState(() => read_draft(me.id, what))
  const last = useLastAnswers(asked, kept === null && step.form.form)
  const [typed, set_typed] = useState<Draft | null>(kept)
  const draft = typed ?? last ?? k_empty_draft
  const set = (change: Partial<Draft>) => {
    const now = { ...draft, ...change }
    set_typed(now)
    keep_draft(me.id, what, now)
  }
  const [accepted, set_accepted] = useState(false)
  const [actions, set_actions] = useState<Action[]>(step.actions)
  const [why, set_why] = useState<string | null>(null)
  const [tried, set_tried] = useState(false)
  const [newer, set_newer] = useState<Requestable['form'] | null>(null)
  const [is_changed, set_changed] = useState(false)
  const [is_busy, set_busy] = useState(false)
  const [error, set_error] = useState<unknown>(null)
  const body = useRef<HTMLFormElement>(null)

  const form = newer ?? step.form
  const { fields, terms } = form
  const faults = faults_of(fields, draft.answers)
  const has_no_reason = form.form && draft.reason.trim() === ''
  const is_whole = faults.size === 0 && !has_no_reason && (!terms || accepted) && (step.kind === 'download' || actions.length > 0)

  async function send() {
    set_tried(true)
    set_error(null)
    if (!is_whole) {
      // The first field that is wrong takes the focus, once it is marked.
      requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[data-invalid] input, input[data-invalid], textarea[data-invalid], [data-wrong] button, [data-wrong] input')?.focus())
      return
    }
    set_busy(true)
    try {
      const made = await send_requests({
        assets: step.assets,
        actions: step.kind === 'access' ? actions : asked.actions,
        answers: { ...(form.form ? { [k_intended_use]: [draft.reason.trim()] } : {}), ...answers_to_send(fields, draft.answers) },
        ...(terms ? { terms: { id: terms.id, version: terms.number } } : {}),
        ...(draft.needed_by ? { needed_by: end_of_day(draft.needed_by) } : {}),
        form: form.tag,
      })
      forget_draft(me.id, what)
      requests_changed(queries)
      const text = sent_text(step, made.items.filter((one) => one.status === 'auto_approved').length)
      announce(text)
      // Where another form follows, that one says it: a notice would lie over its buttons.
      if (place === null || place.at === place.of) say_done(text)
      on_sent()
      if (step.auto_approved) await take_now(made.items.filter((one) => one.status === 'auto_approved').map((one) => one.asset))
    } catch (problem) {
      if (problem instanceof Refused && problem.code === 'form-changed') {
        set_changed(true)
        set_accepted(false)
        set_tried(false)
        // The answer brings the new form; where nothing can be asked for any more, the selection is looked at anew.
        const { form: in_force } = problem.problem
        if (in_force) {
          set_newer(in_force)
          set({ answers: answers_kept(in_force.fields, draft.answers) })
        } else await on_renew()
      } else set_error(problem)
    } finally {
      set_busy(false)
    }
  }
  async function take_now(assets: string[]) {
    const rows = await Promise.all(assets.slice(0, k_most_taken_at_once).map((id) => queries.fetchQuery({ ...asset_query(id), staleTime: 0 })))
    download(rows.map(wanted_original))
  }

  // Where the library asks nothing, one click was enough.
  const is_sent_at_once = !step.form.form && !terms && step.kind === 'download' && place === null
  const was_sent = useRef(false)
  useEffect(() => {
    if (!is_sent_at_once || was_sent.current) return
    was_sent.current = true
    void send()
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it is first seen
  }, [is_sent_at_once])
  if (is_sent_at_once && error === null) return null

  const wrong = new Map<string, Key | { said: string }>(tried ? faults : [])
  if (error instanceof Refused) {
    for (const one of error.problem.errors ?? []) {
      const name = /^\/answers\/([^/]+)/.exec(one.pointer)?.[1]
      if (name) wrong.set(name, { said: one.detail })
    }
  }
  const verb = step.kind === 'access' ? t('ask.title_access') : t('ask.title_download')
  return (
    <Dialog
      open
      on_close={on_close}
      first={() => body.current?.querySelector<HTMLElement>('textarea, input, button')}
      title={place ? t('ask.step', { verb, library: step.library_name, at: place.at, of: place.of }) : verb}
      actions={
        <>
          <Button onClick={on_close}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" form="ask" busy={is_busy}>
            {t('ask.send', { count: step.assets.length })}
          </Button>
        </>
      }
    >
      <ul className={styles['assets']}>
        {step.assets.slice(0, 20).map((id) => (
          <li key={id}>
            <ThumbnailOf id={id} />
            <bdi className={styles['asset_name']}>{name_of(asked, id)}</bdi>
            <Button kind="quiet" compact onClick={() => set_why(id)}>
              {t('why.ask')}
              <span className="visually-hidden"> {name_of(asked, id)}</span>
            </Button>
          </li>
        ))}
        {step.assets.length > 20 && <li className={styles['quiet']}>{t('download.and_more', { count: step.assets.length - 20 })}</li>}
      </ul>
      {why !== null && <WhyDialog asset={{ id: why, name: name_of(asked, why) }} action={step.actions[0] ?? 'download'} on_close={() => set_why(null)} />}
      {place === null && <LeftAside prepared={prepared} />}
      {is_changed && (
        <Notice tone="amber" icon="warning">
          {t('ask.form_changed')}
        </Notice>
      )}
      <form
        id="ask"
        ref={body}
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        {form.form && (
          <TextArea label={t('ask.use')} description={t('ask.use_more')} value={draft.reason} on_change={(reason) => set({ reason })} error={tried && has_no_reason ? t('ask.has_to_be_answered') : said_of(error, `/answers/${k_intended_use}`)} maxLength={2000} required />
        )}
        {step.kind === 'access' && <Actions asked={asked} values={actions} on_change={set_actions} />}
        <FormFields fields={fields} answers={draft.answers} on_change={(now) => set({ answers: now })} wrong={wrong} />
        {form.form && <TextField label={t('ask.needed_by')} description={t('ask.needed_by_more')} type="date" min={day_of(new Date().toISOString())} value={draft.needed_by} on_change={(needed_by) => set({ needed_by })} error={said_of(error, '/needed_by')} />}
        {terms && (
          <div className={styles['with_error']} data-wrong={tried && !accepted ? '' : undefined}>
            <TermsBox title={terms.title} body={terms.body} is_accepted={accepted} on_change={set_accepted} />
            {tried && !accepted && (
              <p className={styles['wrong']} role="alert">
                {t('ask.accept_terms')}
              </p>
            )}
          </div>
        )}
        {step.deciders.length > 0 && !step.auto_approved && <p className={styles['quiet']}>{t('ask.goes_to', { names: list_text(step.deciders), count: step.deciders.length })}</p>}
        {step.auto_approved && <p className={styles['quiet']}>{t('ask.at_once')}</p>}
        <FormProblem error={error} />
      </form>
    </Dialog>
  )
}

function said_of(error: unknown, pointer: string): string | undefined {
  return error instanceof Refused ? error.problem.errors?.find((one) => one.pointer === pointer)?.detail : undefined
}

function sent_text(step: Requestable, approved: number): string {
  return approved > 0 ? t('ask.approved_at_once', { count: approved }) : t('ask.sent', { count: step.assets.length })
}

/** What of the selection this form is not about. */
function LeftAside({ prepared }: { prepared: Prepared }) {
  const lines = [
    prepared.free.length > 0 ? t('ask.aside_free', { count: prepared.free.length }) : '',
    prepared.pending.length > 0 ? t('ask.aside_pending', { count: prepared.pending.length }) : '',
    prepared.rejected.length > 0 ? t('ask.aside_rejected', { count: prepared.rejected.length }) : '',
    prepared.refused.length > 0 ? t('ask.aside_refused', { count: prepared.refused.length }) : '',
  ].filter(Boolean)
  if (lines.length === 0) return null
  return (
    <Notice icon="info">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  )
}

/** What somebody wants to do with what is locked; at least one thing. */
function Actions({ asked, values, on_change }: { asked: Asked; values: Action[]; on_change: (values: Action[]) => void }) {
  const all = useQuery(prepare_query(asked.assets.map((one) => one.id), k_access_actions))
  const offered = k_access_actions.filter((action) => values.includes(action) || all.data?.ask.some((one) => one.actions.includes(action)))
  if (offered.length < 2) return null
  return (
    <fieldset className={styles['several']}>
      <legend>{t('ask.actions')}</legend>
      <div className={styles['options']}>
        {offered.map((action) => (
          <Checkbox key={action} label={t(k_action_names[action])} checked={values.includes(action)} on_change={(now) => on_change(now ? k_access_actions.filter((one) => one === action || values.includes(one)) : values.filter((one) => one !== action))} />
        ))}
      </div>
    </fieldset>
  )
}

