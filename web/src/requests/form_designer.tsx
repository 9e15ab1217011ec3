// Where an owner designs the form: fields in order, each with its words, its type and when it is shown; beside it the form as
// people will see it.
import { useEffect, useRef, useState } from 'react'
import { field_error } from '@/api/problem_text'
import { t, type Key } from '@/i18n'
import { announce } from '@/app/live'
import { Button, Checkbox, IconButton, Select, StateBadge, TextArea, TextField } from '@/ui'
import { has_options, k_field_tests, k_field_types, k_most_fields, name_for, type Answers, type FieldTest, type FieldType, type FormField } from './form'
import { FormFields } from './form_fields'
import styles from './requests.module.css'

interface Props {
  fields: FormField[]
  on_change: (fields: FormField[]) => void
  can: boolean
  /** What the server refused of it, and where these fields stand in the body. */
  error: unknown
  pointer: string
}

export function FormDesigner({ fields, on_change, can, error, pointer }: Props) {
  const [open, set_open] = useState<number | null>(null)
  const replace = (at: number, change: Partial<FormField>) => on_change(fields.map((one, index) => (index === at ? { ...one, ...change } : one)))
  const list = useRef<HTMLOListElement>(null)
  const is_added = useRef(false)
  useEffect(() => {
    if (!is_added.current) return
    is_added.current = false
    list.current?.lastElementChild?.querySelector('input')?.focus()
  }, [open])
  function add() {
    is_added.current = true
    on_change([...fields, { name: name_for('', fields.map((one) => one.name)), type: 'text', label: '', help: '', placeholder: '', required: false, options: [], shown_if: null }])
    set_open(fields.length)
  }
  function move(at: number, by: 1 | -1) {
    const next = [...fields]
    const [taken] = next.splice(at, 1)
    if (taken) next.splice(at + by, 0, taken)
    on_change(without_lost_conditions(next))
    set_open(open === at ? at + by : open)
    announce(t('designer.moved', { label: taken?.label ?? '', position: at + by + 1, count: next.length }))
  }
  function remove(at: number) {
    on_change(without_lost_conditions(fields.filter((_, index) => index !== at)))
    set_open(null)
  }
  return (
    <div className={styles['designer']}>
      <div className={styles['design']}>
        <ol ref={list} className={styles['design_list']}>
          <li className={styles['design_fixed']}>
            <span className={styles['design_label']}>{t('ask.use')}</span>
            <span className={styles['quiet']}>{t('designer.always')}</span>
          </li>
          {fields.map((field, index) => (
            <li key={index} className={styles['design_field']}>
              <div className={styles['design_head']}>
                <button type="button" className={styles['design_open']} aria-expanded={open === index} disabled={!can} onClick={() => set_open(open === index ? null : index)}>
                  <bdi className={styles['design_label']}>{field.label || t('designer.no_label')}</bdi>
                  <span className={styles['quiet']}>{summary_of(field, fields)}</span>
                </button>
                {has_fault(error, `${pointer}/${index}`) && (
                  <StateBadge tone="brick" icon="warning">
                    {t('designer.look_here')}
                  </StateBadge>
                )}
                {can && (
                  <span className={styles['design_acts']}>
                    <IconButton icon="chevron_up" compact label={t('designer.up', { label: field.label })} disabled={index === 0} onClick={() => move(index, -1)} />
                    <IconButton icon="chevron_down" compact label={t('designer.down', { label: field.label })} disabled={index === fields.length - 1} onClick={() => move(index, 1)} />
                    <IconButton icon="bin" compact label={t('ui.remove_named', { name: field.label })} onClick={() => remove(index)} />
                  </span>
                )}
              </div>
              {open === index && can && <Edit field={field} above={fields.slice(0, index)} taken={fields.filter((_, at) => at !== index).map((one) => one.name)} error={error} pointer={`${pointer}/${index}`} on_change={(change) => replace(index, change)} />}
            </li>
          ))}
        </ol>
        {can && (
          <Button icon="plus" disabled={fields.length >= k_most_fields} onClick={add}>
            {t('designer.add')}
          </Button>
        )}
      </div>
      <Preview fields={fields} />
    </div>
  )
}

/** A condition that would look downwards, or at nothing, is dropped. */
function without_lost_conditions(fields: FormField[]): FormField[] {
  return fields.map((field, index) => (field.shown_if && !fields.slice(0, index).some((one) => one.name === field.shown_if?.field) ? { ...field, shown_if: null } : field))
}

function has_fault(error: unknown, pointer: string): boolean {
  return ['', '/name', '/label', '/help', '/placeholder', '/options', '/shown_if/field', '/shown_if/value'].some((end) => field_error(error, pointer + end) !== undefined)
}

function summary_of(field: FormField, fields: FormField[]): string {
  const other = field.shown_if && fields.find((one) => one.name === field.shown_if?.field)
  const parts = [t(`field_type.${field.type}`)]
  if (field.required) parts.push(t('designer.required'))
  if (other && field.shown_if) parts.push(t(`designer.if_${field.shown_if.test}`, { label: other.label, value: field.shown_if.value }))
  return parts.join(' · ')
}

function Edit({ field, above, taken, error, pointer, on_change }: { field: FormField; above: FormField[]; taken: string[]; error: unknown; pointer: string; on_change: (change: Partial<FormField>) => void }) {
  const is_fresh = field.label === '' || field.name === name_for(field.label, taken)
  const other = above.find((one) => one.name === field.shown_if?.field)
  const said = (end: string) => field_error(error, pointer + end)
  return (
    <div className={styles['design_edit']}>
      <TextField
        label={t('designer.label')}
        value={field.label}
        // The name follows the words until the field has been saved under another one.
        on_change={(label) => on_change(is_fresh ? { label, name: name_for(label, taken) } : { label })}
        error={said('/label') ?? said('/name')}
        maxLength={200}
        required
      />
      <Select<FieldType> label={t('designer.type')} value={field.type} on_change={(type) => on_change({ type, options: has_options(type) ? field.options : [] })} items={k_field_types.map((value) => ({ value, text: t(`field_type.${value}`) }))} />
      {has_options(field.type) && <TextArea label={t('designer.options')} description={t('designer.options_more')} value={field.options.join('\n')} on_change={(text) => on_change({ options: text === '' ? [] : text.split('\n') })} error={said('/options')} rows={5} />}
      <TextField label={t('designer.help')} value={field.help} on_change={(help) => on_change({ help })} error={said('/help')} maxLength={500} />
      {field.type !== 'checkbox' && field.type !== 'file' && field.type !== 'multi_select' && <TextField label={t('designer.placeholder')} value={field.placeholder} on_change={(placeholder) => on_change({ placeholder })} error={said('/placeholder')} maxLength={200} />}
      <Checkbox label={field.type === 'checkbox' ? t('designer.must_tick') : t('designer.must')} checked={field.required} on_change={(required) => on_change({ required })} />
      {above.length > 0 && (
        <div className={styles['condition']}>
          <Select
            label={t('designer.shown')}
            value={field.shown_if?.field ?? ''}
            on_change={(name) => on_change({ shown_if: name === '' ? null : { field: name, test: 'is_set', value: '' } })}
            items={[{ value: '', text: t('designer.shown_always') }, ...above.map((one) => ({ value: one.name, text: t('designer.shown_after', { label: one.label }) }))]}
          />
          {field.shown_if && other && (
            <>
              <Select<FieldTest> label={t('designer.test')} value={field.shown_if.test} on_change={(test) => field.shown_if && on_change({ shown_if: { ...field.shown_if, test, value: test === 'is_set' ? '' : field.shown_if.value } })} items={tests_for(other).map((value) => ({ value, text: t(`field_test.${value}`) }))} />
              {field.shown_if.test !== 'is_set' && <Wanted other={other} value={field.shown_if.value} error={said('/shown_if/value')} on_change={(value) => field.shown_if && on_change({ shown_if: { ...field.shown_if, value } })} />}
            </>
          )}
        </div>
      )}
    </div>
  )
}

const tests_for = (other: FormField): FieldTest[] => (other.type === 'checkbox' || other.type === 'file' ? ['is_set'] : [...k_field_tests])

function Wanted({ other, value, error, on_change }: { other: FormField; value: string; error: string | undefined; on_change: (value: string) => void }) {
  if (has_options(other.type)) return <Select label={t('designer.value')} value={value} on_change={on_change} items={[{ value: '', text: t('ask.choose') }, ...other.options.map((one) => ({ value: one, text: one }))]} />
  return <TextField label={t('designer.value')} value={value} on_change={on_change} error={error} maxLength={200} />
}

const k_no_faults: ReadonlyMap<string, Key> = new Map()

function Preview({ fields }: { fields: FormField[] }) {
  const [answers, set_answers] = useState<Answers>({})
  return (
    <section className={styles['preview']} aria-label={t('designer.preview')}>
      <h3>{t('designer.preview')}</h3>
      <TextArea label={t('ask.use')} value={answers['intended_use']?.[0] ?? ''} on_change={(text) => set_answers({ ...answers, intended_use: [text] })} rows={2} />
      <FormFields fields={fields.map((one) => ({ ...one, options: one.options.filter((option) => option.trim() !== '') }))} answers={answers} on_change={set_answers} wrong={k_no_faults} is_preview />
    </section>
  )
}
