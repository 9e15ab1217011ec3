// A value that is read most of the time and changed now and then: press it, or Enter; Escape leaves it as it was.
import { useRef, useState, type ReactNode } from 'react'
import { problem_text } from '@/api/problem_text'
import { t } from '@/i18n'
import { Button, class_names, IconButton, TextField } from '@/ui'
import styles from './asset.module.css'

interface Props {
  label: string
  value: string
  /** How it looks while it is read. */
  children: ReactNode
  can_edit: boolean
  type?: 'text' | 'number' | 'date'
  large?: boolean
  on_save: (value: string) => Promise<unknown>
}

export function InlineEdit({ label, value, children, can_edit, type = 'text', large = false, on_save }: Props) {
  const [draft, set_draft] = useState<string | null>(null)
  const [error, set_error] = useState<string | undefined>()
  const [is_busy, set_busy] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  if (!can_edit) return <div className={styles['value']}>{children}</div>
  if (draft === null) {
    return (
      <div className={class_names(styles['value'], styles['editable'])}>
        <div className={styles['value_text']}>{children}</div>
        <IconButton ref={opener} icon="edit" compact label={t('asset.edit_named', { name: label })} onClick={() => set_draft(value)} />
      </div>
    )
  }
  const leave = () => {
    set_draft(null)
    set_error(undefined)
    queueMicrotask(() => opener.current?.focus())
  }
  const save = async () => {
    if (draft === value) return leave()
    set_busy(true)
    try {
      await on_save(draft)
      leave()
    } catch (problem) {
      const text = problem_text(problem)
      set_error([text.detail, ...text.more].join(' '))
    } finally {
      set_busy(false)
    }
  }
  return (
    <form
      className={class_names(styles['edit'], large && styles['edit_large'])}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        leave()
      }}
    >
      {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked to edit this */}
      <TextField label={label} label_hidden type={type} value={draft} on_change={set_draft} error={error} autoFocus />
      <div className={styles['edit_buttons']}>
        <Button compact onClick={leave}>
          {t('ui.cancel')}
        </Button>
        <Button compact kind="primary" type="submit" busy={is_busy}>
          {t('ui.save')}
        </Button>
      </div>
    </form>
  )
}
