// The fields of a form as somebody fills them in.
import { useId } from 'react'
import type { Key } from '@/i18n'
import { t } from '@/i18n'
import { Checkbox, FieldFrame, Select, TextArea, TextField } from '@/ui'
import { FileAnswer } from './file_answer'
import { is_shown, k_longest_long_text, k_longest_text, type Answers, type FormField } from './form'
import styles from './requests.module.css'

interface Props {
  fields: readonly FormField[]
  answers: Answers
  on_change: (answers: Answers) => void
  /** What is wrong, by the name of the field: ours, or the server's own words. */
  wrong: ReadonlyMap<string, Key | { said: string }>
  /** Only to look at: nothing is sent from here. */
  is_preview?: boolean
}

export function FormFields({ fields, answers, on_change, wrong, is_preview = false }: Props) {
  const set = (name: string, values: string[]) => on_change({ ...answers, [name]: values })
  return fields
    .filter((field) => is_shown(fields, field, answers))
    .map((field) => {
      const fault = wrong.get(field.name)
      const error = fault === undefined ? undefined : typeof fault === 'string' ? t(fault) : fault.said
      return <OneField key={field.name} field={field} values={answers[field.name] ?? []} error={error} on_change={(values) => set(field.name, values)} is_preview={is_preview} />
    })
}

function OneField({ field, values, error, on_change, is_preview }: { field: FormField; values: string[]; error: string | undefined; on_change: (values: string[]) => void; is_preview: boolean }) {
  const label = field.required ? field.label : t('ask.optional', { label: field.label })
  const text = values[0] ?? ''
  const shared = { label, description: field.help || undefined, error, name: field.name }
  const plain = { ...shared, value: text, on_change: (value: string) => on_change(value === '' ? [] : [value]), placeholder: field.placeholder }
  switch (field.type) {
    case 'text':
      return <TextField {...plain} maxLength={k_longest_text} />
    case 'number':
      return <TextField {...plain} type="text" inputMode="decimal" />
    case 'date':
      return <TextField {...plain} type="date" />
    case 'long_text':
      return <TextArea {...plain} rows={4} maxLength={k_longest_long_text} />
    case 'select':
      return (
        <WithError error={error}>
          <Select
            label={label}
            description={field.help || undefined}
            value={text}
            on_change={(value) => on_change(value === '' ? [] : [value])}
            items={[{ value: '', text: field.placeholder || t('ask.choose') }, ...field.options.map((value) => ({ value, text: value }))]}
          />
        </WithError>
      )
    case 'multi_select':
      return <Several field={field} label={label} values={values} error={error} on_change={on_change} />
    case 'checkbox':
      return (
        <WithError error={error}>
          <Checkbox label={field.label} description={field.help || undefined} checked={text === 'true'} on_change={(now) => on_change(now ? ['true'] : [])} required={field.required} />
        </WithError>
      )
    case 'file':
      return (
        <FieldFrame label={label} description={field.help || t('ask.files_more')} error={error}>
          <FileAnswer label={field.label} ids={values} on_change={on_change} is_preview={is_preview} />
        </FieldFrame>
      )
  }
}

/** Ticks beside each other: all that can be chosen is in sight. */
function Several({ field, label, values, error, on_change }: { field: FormField; label: string; values: string[]; error: string | undefined; on_change: (values: string[]) => void }) {
  const id = useId()
  return (
    <WithError error={error} id={id}>
      <fieldset className={styles['several']} aria-describedby={error ? id : undefined}>
        <legend>{label}</legend>
        {field.help && <p className={styles['quiet']}>{field.help}</p>}
        <div className={styles['options']}>
          {field.options.map((option) => (
            <Checkbox key={option} label={option} checked={values.includes(option)} on_change={(now) => on_change(now ? field.options.filter((one) => one === option || values.includes(one)) : values.filter((one) => one !== option))} />
          ))}
        </div>
      </fieldset>
    </WithError>
  )
}

function WithError({ error, id, children }: { error: string | undefined; id?: string; children: React.ReactNode }) {
  return (
    <div className={styles['with_error']} data-wrong={error ? '' : undefined}>
      {children}
      {error && (
        <p id={id} className={styles['wrong']} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
