import { useId, useRef, type ReactNode } from 'react'
import { field_error } from '@/api/problem_text'
import { t } from '@/i18n'
import { Button } from './button'
import { Dialog } from './dialog'
import { useSending } from './sending'
import { FormProblem } from './states'
import styles from './field.module.css'

export interface FormDialogProps {
  title: ReactNode
  description?: ReactNode
  size?: 'small' | 'middle' | 'large'
  /** The verb on the button that sends. */
  button: string
  kind?: 'primary' | 'danger'
  /** Whether what is filled in can be sent. */
  is_ready?: boolean
  on_close: () => void
  /** What is thrown stays in the dialog, in the server's words. */
  on_send: () => Promise<unknown>
  /** Members of the body whose errors the fields show themselves ("/name"). */
  shown_at?: string[]
  /** The fields; told what was refused last. */
  children?: (error: unknown) => ReactNode
}

/** A form in front of the page: it is sent once at a time, and what was typed stays when it is refused. */
export function FormDialog({ title, description, size = 'small', button, kind = 'primary', is_ready = true, on_close, on_send, shown_at = [], children }: FormDialogProps) {
  const id = useId()
  const fields = useRef<HTMLFormElement>(null)
  const { is_busy, error, send } = useSending()
  const is_shown_elsewhere = shown_at.some((pointer) => field_error(error, pointer) !== undefined)
  return (
    <Dialog
      open
      size={size}
      on_close={on_close}
      title={title}
      description={description}
      first={() => fields.current?.querySelector<HTMLElement>('[role=combobox], [role=checkbox], [role=radio], textarea, input:not([aria-hidden=true])')}
      actions={
        <>
          <Button onClick={on_close}>{t('ui.cancel')}</Button>
          <Button kind={kind} type="submit" form={id} busy={is_busy} disabled={!is_ready}>
            {button}
          </Button>
        </>
      }
    >
      <form
        id={id}
        ref={fields}
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (is_ready && !is_busy) void send(on_send)
        }}
      >
        {children?.(error)}
        {!is_shown_elsewhere && <FormProblem error={error} />}
      </form>
    </Dialog>
  )
}
