import { lazy, Suspense, useState, type ReactNode } from 'react'
import { t } from '@/i18n'
import { IconButton } from '@/ui'
import { InlineEdit } from './inline_edit'
import { shown, type Attribute } from './attribute_text'
import styles from './asset.module.css'

const ChoiceEditor = lazy(() => import('./choice_editor').then((piece) => ({ default: piece.ChoiceEditor })))

interface Props {
  attribute: Attribute
  values: string[]
  can_edit: boolean
  on_save: (values: string[]) => Promise<unknown>
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

function ChooseEdit({ attribute, values, can_edit, on_save, children }: Props & { children: ReactNode }) {
  const [is_open, set_open] = useState(false)
  if (!can_edit) return <div className={styles['value']}>{children}</div>
  if (is_open) {
    return (
      <Suspense fallback={<div className={styles['value']}>{children}</div>}>
        <ChoiceEditor attribute={attribute} values={values} on_save={on_save} on_close={() => set_open(false)} />
      </Suspense>
    )
  }
  return (
    <div className={`${styles['value']} ${styles['editable']}`}>
      <div className={styles['value_text']}>{children}</div>
      <IconButton icon="edit" compact label={t('asset.edit_named', { name: attribute.name })} onClick={() => set_open(true)} />
    </div>
  )
}
