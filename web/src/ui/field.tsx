import { Field as Base } from '@base-ui/react/field'
import { useState, type ComponentProps, type ReactNode } from 'react'
import { t } from '@/i18n'
import { IconButton } from './button'
import { class_names } from './class_names'
import styles from './field.module.css'

interface FieldTexts {
  label: ReactNode
  description?: ReactNode
  /** What is wrong with it; the field is then marked. */
  error?: string | undefined
  label_hidden?: boolean
}

export function FieldFrame({ label, description, error, label_hidden = false, children }: FieldTexts & { children: ReactNode }) {
  return (
    <Base.Root className={styles['field']} invalid={error !== undefined}>
      <Base.Label className={class_names(styles['label'], label_hidden && 'visually-hidden')}>{label}</Base.Label>
      {children}
      {description && <Base.Description className={styles['description']}>{description}</Base.Description>}
      {error !== undefined && (
        <Base.Error match className={styles['error']}>
          {error}
        </Base.Error>
      )}
    </Base.Root>
  )
}

type InputProps = Omit<ComponentProps<'input'>, 'className' | 'style' | 'onChange' | 'value'>

export interface TextFieldProps extends FieldTexts, Omit<InputProps, 'defaultValue'> {
  value?: string
  on_change?: (value: string) => void
  mono?: boolean
}

export function TextField({ label, description, error, label_hidden = false, value, on_change, mono = false, ...rest }: TextFieldProps) {
  return (
    <FieldFrame label={label} description={description} error={error} label_hidden={label_hidden}>
      <Base.Control
        {...rest}
        {...(value === undefined ? {} : { value })}
        onValueChange={(now) => on_change?.(now)}
        className={class_names(styles['input'], mono && styles['mono'])}
      />
    </FieldFrame>
  )
}

/** Paste and password managers are welcome; what was typed can be looked at. */
export function PasswordField({ label, description, error, value, on_change, ...rest }: Omit<TextFieldProps, 'type' | 'mono' | 'label_hidden'>) {
  const [shown, set_shown] = useState(false)
  return (
    <FieldFrame label={label} description={description} error={error}>
      <div className={styles['with_button']}>
        <Base.Control
          {...rest}
          type={shown ? 'text' : 'password'}
          {...(value === undefined ? {} : { value })}
          onValueChange={(now) => on_change?.(now)}
          spellCheck={false}
          autoCapitalize="off"
          className={styles['input']}
        />
        <span className={styles['button']}>
          <IconButton icon={shown ? 'eye_off' : 'eye'} label={shown ? t('ui.hide_password') : t('ui.show_password')} compact onClick={() => set_shown(!shown)} />
        </span>
      </div>
    </FieldFrame>
  )
}

export function TextArea({ label, description, error, value, on_change, rows = 3, ...rest }: FieldTexts & Omit<ComponentProps<'textarea'>, 'className' | 'style' | 'onChange' | 'value'> & { value?: string; on_change?: (value: string) => void }) {
  return (
    <FieldFrame label={label} description={description} error={error}>
      <Base.Control
        render={<textarea rows={rows} {...rest} />}
        {...(value === undefined ? {} : { value })}
        onValueChange={(now) => on_change?.(now)}
        className={class_names(styles['input'], styles['area'])}
      />
    </FieldFrame>
  )
}
