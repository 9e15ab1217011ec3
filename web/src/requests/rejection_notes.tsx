// Notes that a library keeps to reject with: owners write them in its usage settings, and whoever rejects begins with one.
import { useQueries } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { t } from '@/i18n'
import { Button, IconButton, Select, TextArea, TextField } from '@/ui'
import { request_query, type NamedNote, type Request } from './calls'
import { k_most_notes, note_begun, notes_in_common } from './model'

/** Beyond that many libraries at once nothing is offered: it would be asked of each of them. */
const k_most_libraries = 20

/** What those who reject these begin with, and whether the note may stay empty: what holds for all their libraries. */
export function useRejecting(requests: readonly Request[], is_rejecting: boolean): { notes: NamedNote[]; is_required: boolean } {
  const first_of_each = [...new Map(requests.map((one) => [one.library, one.id])).values()]
  const is_asked = is_rejecting && first_of_each.length <= k_most_libraries
  const cards = useQueries({ queries: is_asked ? first_of_each.map((id) => request_query(id)) : [] })
  const read = cards.flatMap((one) => (one.data ? [one.data] : []))
  const is_whole = is_asked && read.length === first_of_each.length
  return { notes: is_whole ? notes_in_common(read.map((one) => one.rejection_notes)) : [], is_required: is_rejecting && read.some((one) => one.note_required) }
}

/** The field stays as it is written: choosing fills it. */
export function BeginWith({ notes, note, on_change }: { notes: NamedNote[]; note: string; on_change: (note: string) => void }) {
  if (notes.length === 0) return null
  const chosen = notes.find((one) => one.text.trim() === note.trim())?.name ?? ''
  return (
    <Select
      label={t('decide.begin_with')}
      value={chosen}
      on_change={(name) => {
        const found = notes.find((one) => one.name === name)
        if (found) on_change(note_begun(note, found.text, notes))
      }}
      items={[{ value: '', text: t('decide.own_words') }, ...notes.map((one) => ({ value: one.name, text: one.name }))]}
    />
  )
}

export function RejectionNotes({ notes, can, error, on_change }: { notes: NamedNote[]; can: boolean; error: unknown; on_change: (notes: NamedNote[]) => void }) {
  const list = useRef<HTMLUListElement>(null)
  const is_added = useRef(false)
  useEffect(() => {
    if (!is_added.current) return
    is_added.current = false
    list.current?.lastElementChild?.querySelector('input')?.focus()
  }, [notes.length])
  const replace = (at: number, change: Partial<NamedNote>) => on_change(notes.map((one, index) => (index === at ? { ...one, ...change } : one)))
  const add = () => {
    is_added.current = true
    on_change([...notes, { name: '', text: '' }])
  }
  if (!can && notes.length === 0) return null
  return (
    <fieldset className={styles['fields']}>
      <legend className={styles['legend']}>{t('usage.notes')}</legend>
      <p className={styles['quiet']}>{t('usage.notes_more')}</p>
      {notes.length > 0 && (
        <ul ref={list} className={styles['fields']}>
          {notes.map((note, index) => (
            <li key={index} className={styles['fields']}>
              <div className={styles['row']}>
                <TextField label={t('usage.notes_name')} value={note.name} disabled={!can} on_change={(name) => replace(index, { name })} error={field_error(error, `/requests/rejection_notes/${index}/name`)} maxLength={200} />
                {can && <IconButton icon="bin" compact label={t('ui.remove_named', { name: note.name })} onClick={() => on_change(notes.filter((_, at) => at !== index))} />}
              </div>
              <TextArea label={t('usage.notes_text')} value={note.text} disabled={!can} on_change={(text) => replace(index, { text })} error={field_error(error, `/requests/rejection_notes/${index}/text`)} rows={2} maxLength={2000} />
            </li>
          ))}
        </ul>
      )}
      {can && (
        <div>
          <Button icon="plus" disabled={notes.length >= k_most_notes} onClick={add}>
            {t('usage.notes_add')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
