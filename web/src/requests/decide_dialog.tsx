// Deciding on requests: approve or reject one or many, renew a pass, end one. What is decided holds at once; for ten seconds it
// can be taken back.
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Action } from '@/api/client'
import { field_error, problem_text } from '@/api/problem_text'
import { announce } from '@/app/live'
import { page_styles } from '@/app/page'
import { k_action_names } from '@/asset/why'
import { t } from '@/i18n'
import { Button, Checkbox, Dialog, FormDialog, say_done, say_wrong, Select, TextArea } from '@/ui'
import { decide, renew, request_query, requests_changed, revoke, take_back, type Decided, type Grant, type Request } from './calls'
import { k_spans, type Validity } from './model'
import { BeginWith, useRejecting } from './rejection_notes'
import { ValidityField } from './validity_field'
import styles from './requests.module.css'

export type Verdict = 'approve' | 'reject'

/** Takes decisions back while their mail waits. */
async function undo(queries: QueryClient, requests: string[]): Promise<void> {
  try {
    const back = await take_back(requests)
    requests_changed(queries)
    say_done(t('decide.taken_back', { count: back.items.length }))
  } catch (error) {
    requests_changed(queries)
    const text = problem_text(error)
    say_wrong(text.detail, text.more.join(' '))
  }
}

function say_decided(queries: QueryClient, verdict: Verdict, decided: Decided): void {
  const ids = decided.items.map((one) => one.id)
  if (ids.length === 0) return
  const text = t(verdict === 'approve' ? 'decide.approved' : 'decide.rejected', { count: ids.length, name: decided.items[0]?.asset_name ?? '' })
  announce(text)
  say_done(text, { text: t('ui.undo'), run: () => void undo(queries, ids) })
}

interface Props {
  requests: Request[]
  verdict: Verdict
  on_close: () => void
  on_decided: () => void
}

export function DecideDialog({ requests, verdict, on_close, on_decided }: Props) {
  const queries = useQueryClient()
  const only = requests.length === 1 ? requests[0] : undefined
  const card = useQuery({ ...request_query(only?.id ?? ''), enabled: only !== undefined })
  const [note, set_note] = useState('')
  const [validity, set_validity] = useState<Validity | null>(null)
  const [actions, set_actions] = useState<Action[] | null>(null)
  const [files, set_files] = useState<string[] | null>(null)
  const [left, set_left] = useState<Decided['left']>([])
  const wanted = card.data
  const is_read = wanted !== undefined
  // What is decided first comes a moment after the window: whoever has not begun to write is taken there.
  useEffect(() => {
    const at = document.activeElement
    if (is_read && at instanceof HTMLTextAreaElement && at.value === '') at.form?.querySelector<HTMLElement>('[role=combobox]')?.focus()
  }, [is_read])
  const rejecting = useRejecting(requests, verdict === 'reject')
  const is_note_missing = rejecting.is_required && note.trim() === ''

  async function send() {
    const grant: Grant = verdict === 'reject' ? {} : { ...validity_to_send(validity), ...(actions ? { actions } : {}), ...(files ? { files } : {}) }
    const decided = await decide(
      requests.map((one) => one.id),
      verdict,
      note.trim(),
      grant,
    )
    requests_changed(queries)
    say_decided(queries, verdict, decided)
    on_decided()
    if (decided.left.length > 0) set_left(decided.left)
    else on_close()
  }
  if (left.length > 0) return <Left left={left} requests={requests} on_close={on_close} />
  const title = only ? t(verdict === 'approve' ? 'decide.approve_one' : 'decide.reject_one', { name: only.asset_name }) : t(verdict === 'approve' ? 'decide.approve_many' : 'decide.reject_many', { count: requests.length })
  return (
    <FormDialog
      size="middle"
      title={title}
      button={t(verdict === 'approve' ? 'decide.approve' : 'decide.reject')}
      kind={verdict === 'approve' ? 'primary' : 'danger'}
      is_ready={!is_note_missing && (actions === null || actions.length > 0) && (files === null || files.length > 0)}
      on_close={on_close}
      on_send={send}
      shown_at={['/note', '/valid_until', '/valid_for']}
    >
      {(error) => (
        <>
          <p className={styles['quiet']}>{who_text(requests)}</p>
          {verdict === 'approve' && (
            <>
              {only && wanted ? (
                <ValidityField label={t('decide.validity')} value={validity ?? wanted.default_validity} longest={wanted.longest_validity} on_change={set_validity} error={field_error(error, '/valid_until') ?? field_error(error, '/valid_for')} />
              ) : (
                // Until the request is read there is nothing to choose from: another field in its place would lose the focus.
                !(only && card.isPending) && <Select label={t('decide.validity')} description={t('decide.validity_usual_more')} value={validity?.span ?? 'usual'} on_change={(span) => set_validity(span === 'usual' ? null : { span })} items={[{ value: 'usual' as const, text: t('decide.validity_usual') }, ...k_spans.filter((span) => span !== 'date').map((span) => ({ value: span, text: t(`span.${span}`) }))]} />
              )}
              {only && wanted && only.kind === 'access' && wanted.wanted_actions.length > 1 && (
                <Some legend={t('decide.actions')} all={wanted.wanted_actions} chosen={actions ?? wanted.wanted_actions} name={(action) => t(k_action_names[action])} on_change={set_actions} />
              )}
              {only && wanted && <Some legend={t('decide.files')} all={wanted.wanted_files ?? k_file_classes} chosen={files ?? wanted.wanted_files ?? k_file_classes} name={file_class_name} on_change={set_files} />}
            </>
          )}
          {verdict === 'reject' && <BeginWith notes={rejecting.notes} note={note} on_change={set_note} />}
          <TextArea
            label={rejecting.is_required ? t('decide.note') : t('ask.optional', { label: t('decide.note') })}
            description={only?.person ? t('decide.note_more', { name: only.name }) : t('decide.note_more_many')}
            value={note}
            on_change={set_note}
            error={field_error(error, '/note')}
            rows={3}
            maxLength={2000}
          />
        </>
      )}
    </FormDialog>
  )
}

/** Nothing chosen: as is usual in the library. */
export const validity_to_send = (validity: Validity | null) => (validity ? { valid_for: validity.span, ...(validity.span === 'date' ? { valid_until: validity.until ?? null } : {}) } : {})

export const k_file_classes = ['original', 'version', 'conversion', 'attachment']
export function file_class_name(file: string): string {
  if (file.startsWith('preset:')) return file.slice(7)
  return file === 'original' ? t('file.original') : file === 'version' ? t('file.versions') : file === 'conversion' ? t('file.conversions') : t('file.attachments')
}

export function Some<T extends string>({ legend, all, chosen, name, on_change }: { legend: string; all: readonly T[]; chosen: readonly T[]; name: (one: T) => string; on_change: (chosen: T[]) => void }) {
  return (
    <fieldset className={styles['several']}>
      <legend>{legend}</legend>
      <div className={styles['options']}>
        {all.map((one) => (
          <Checkbox key={one} label={name(one)} checked={chosen.includes(one)} on_change={(now) => on_change(all.filter((other) => (other === one ? now : chosen.includes(other))))} />
        ))}
      </div>
    </fieldset>
  )
}

/** Of whom and of how many assets a decision speaks. */
function who_text(requests: Request[]): string {
  const people = new Set(requests.map((one) => one.name))
  const first = requests[0]
  if (!first) return ''
  if (requests.length === 1) return t('decide.asked_by', { name: first.name, library: first.library_name })
  return people.size === 1 ? t('decide.all_by', { name: first.name, count: requests.length }) : t('decide.by_many', { people: people.size, count: requests.length })
}

function Left({ left, requests, on_close }: { left: Decided['left']; requests: Request[]; on_close: () => void }) {
  return (
    <Dialog
      open
      on_close={on_close}
      title={t('decide.left_title', { count: left.length })}
      actions={
        <Button kind="primary" onClick={on_close}>
          {t('ui.close')}
        </Button>
      }
    >
      <ul className={styles['failed']}>
        {left.slice(0, 100).map((one) => {
          const of = requests.find((other) => other.id === one.request)
          return (
            <li key={one.request}>
              <bdi>{of ? `${of.asset_name}, ${of.name}` : one.request}</bdi>
              <span className={page_styles['second']}>{one.detail}</span>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}

export function RevokeDialog({ request, on_close, on_decided }: { request: Request; on_close: () => void; on_decided: () => void }) {
  const queries = useQueryClient()
  const [note, set_note] = useState('')
  async function send() {
    await revoke(request.id, note.trim())
    requests_changed(queries)
    say_done(t('decide.revoked', { name: request.asset_name }))
    on_decided()
    on_close()
  }
  return (
    <FormDialog title={t('decide.revoke_title', { name: request.asset_name })} description={t('decide.revoke_more', { name: request.name })} button={t('decide.revoke')} kind="danger" on_close={on_close} on_send={send} shown_at={['/note']}>
      {(error) => <TextArea label={t('ask.optional', { label: t('decide.note') })} value={note} on_change={set_note} error={field_error(error, '/note')} rows={3} maxLength={2000} />}
    </FormDialog>
  )
}

export function RenewDialog({ request, on_close, on_decided }: { request: Request; on_close: () => void; on_decided: () => void }) {
  const queries = useQueryClient()
  const card = useQuery(request_query(request.id))
  const [note, set_note] = useState('')
  const [chosen, set_chosen] = useState<Validity | null>(null)
  const validity = chosen ?? card.data?.default_validity
  async function send() {
    await renew(request.id, validity_to_send(validity ?? null), note.trim())
    requests_changed(queries)
    say_done(t('decide.renewed', { name: request.asset_name }))
    on_decided()
    on_close()
  }
  return (
    <FormDialog title={t('decide.renew_title', { name: request.asset_name })} description={t('decide.renew_more', { name: request.name })} button={t('decide.renew')} is_ready={validity !== undefined} on_close={on_close} on_send={send} shown_at={['/note', '/valid_until', '/valid_for']}>
      {(error) => (
        <>
          {card.data && validity && <ValidityField label={t('decide.validity')} value={validity} longest={card.data.longest_validity} on_change={set_chosen} error={field_error(error, '/valid_until') ?? field_error(error, '/valid_for')} />}
          <TextArea label={t('ask.optional', { label: t('decide.note') })} value={note} on_change={set_note} error={field_error(error, '/note')} rows={3} maxLength={2000} />
        </>
      )}
    </FormDialog>
  )
}
