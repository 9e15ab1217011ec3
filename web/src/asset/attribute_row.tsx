import { useState } from 'react'
import type { components } from '@/api/schema'
import { problem_text } from '@/api/problem_text'
import { date_text, number_text, t } from '@/i18n'
import { Button, ComboboxMany, IconButton, Select } from '@/ui'
import { InlineEdit } from './inline_edit'
import styles from './asset.module.css'

type Attribute = components['schemas']['Attribute']

interface Props {
  attribute: Attribute
  values: string[]
  can_edit: boolean
  on_save: (values: string[]) => Promise<unknown>
}

function shown(attribute: Attribute, value: string): string {
  if (attribute.type === 'boolean') return value === 'true' ? t('ui.yes') : t('ui.no')
  if (attribute.type === 'date' && /^\d{4}-\d{2}-\d{2}/.test(value)) return date_text(`${value.slice(0, 10)}T12:00:00Z`)
  if (attribute.type === 'number' && value !== '' && Number.isFinite(Number(value))) return number_text(Number(value))
  return value
}

export function AttributeRow({ attribute, values, can_edit, on_save }: Props) {
  const reading = values.length === 0 ? <span className={styles['none']}>{t('asset.no_value')}</span> : <Values attribute={attribute} values={values} />
  const is_list = attribute.type === 'multi_select' || attribute.type === 'tag'
  const is_choice = attribute.type === 'pulldown' || attribute.type === 'boolean'
  return (
    <div className={styles['fact']}>
      <dt>{attribute.name}</dt>
      <dd>
        {is_list || is_choice ? (
          <ChooseEdit attribute={attribute} values={values} can_edit={can_edit} on_save={on_save}>
            {reading}
          </ChooseEdit>
        ) : (
          <InlineEdit
            label={attribute.name}
            value={values[0] ?? ''}
            type={attribute.type === 'number' ? 'number' : attribute.type === 'date' ? 'date' : 'text'}
            can_edit={can_edit}
            on_save={(value) => on_save(value.trim() === '' ? [] : [value.trim()])}
          >
            {reading}
          </InlineEdit>
        )}
      </dd>
    </div>
  )
}

function Values({ attribute, values }: { attribute: Attribute; values: string[] }) {
  if (attribute.type !== 'tag' && attribute.type !== 'multi_select') return <bdi>{values.map((value) => shown(attribute, value)).join(', ')}</bdi>
  return (
    <ul className={styles['tags']}>
      {values.map((value) => (
        <li key={value}>
          <bdi>{value}</bdi>
        </li>
      ))}
    </ul>
  )
}

function ChooseEdit({ attribute, values, can_edit, on_save, children }: Props & { children: React.ReactNode }) {
  const [draft, set_draft] = useState<string[] | null>(null)
  const [typed, set_typed] = useState('')
  const [error, set_error] = useState<string | null>(null)
  const [is_busy, set_busy] = useState(false)
  if (!can_edit) return <div className={styles['value']}>{children}</div>
  if (draft === null) {
    return (
      <div className={`${styles['value']} ${styles['editable']}`}>
        <div className={styles['value_text']}>{children}</div>
        <IconButton icon="edit" compact label={t('asset.edit_named', { name: attribute.name })} onClick={() => set_draft(values)} />
      </div>
    )
  }
  const save = async () => {
    set_busy(true)
    set_error(null)
    try {
      await on_save(draft)
      set_draft(null)
    } catch (problem) {
      const text = problem_text(problem)
      set_error([text.detail, ...text.more].join(' '))
    } finally {
      set_busy(false)
    }
  }
  const words = attribute.type === 'boolean' ? ['true', 'false'] : attribute.vocabulary
  const known = [...new Set([...words, ...draft, ...(attribute.type === 'tag' && typed.trim() ? [typed.trim()] : [])])]
  return (
    <div className={styles['edit']}>
      {attribute.type === 'pulldown' || attribute.type === 'boolean' ? (
        <Select
          label={attribute.name}
          label_hidden
          value={draft[0] ?? ''}
          on_change={(value) => set_draft(value === '' ? [] : [value])}
          items={[{ value: '', text: t('asset.no_value') }, ...known.map((word) => ({ value: word, text: shown(attribute, word) }))]}
        />
      ) : (
        <ComboboxMany
          label={attribute.name}
          items={known.map((word) => ({ id: word, text: word }))}
          on_search={set_typed}
          empty={t('asset.no_such_word')}
          values={draft.map((word) => ({ id: word, text: word }))}
          on_change={(entries) => set_draft(entries.map((entry) => entry.id))}
        />
      )}
      {error && (
        <p className={styles['wrong']} role="alert">
          {error}
        </p>
      )}
      <div className={styles['edit_buttons']}>
        <Button compact onClick={() => set_draft(null)}>
          {t('ui.cancel')}
        </Button>
        <Button compact kind="primary" busy={is_busy} onClick={() => void save()}>
          {t('ui.save')}
        </Button>
      </div>
    </div>
  )
}
