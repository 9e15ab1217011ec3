import { useState } from 'react'
import { problem_text } from '@/api/problem_text'
import { t } from '@/i18n'
import { Button, ComboboxMany, Select } from '@/ui'
import { shown, type Attribute } from './attribute_text'
import styles from './asset.module.css'

/** Edits an attribute whose values are chosen: one or several words, yes or no. */
export function ChoiceEditor({ attribute, values, on_save, on_close }: { attribute: Attribute; values: string[]; on_save: (values: string[]) => Promise<unknown>; on_close: () => void }) {
  const [draft, set_draft] = useState(values)
  const [typed, set_typed] = useState('')
  const [error, set_error] = useState<string | null>(null)
  const [is_busy, set_busy] = useState(false)
  const save = async () => {
    set_busy(true)
    set_error(null)
    try {
      await on_save(draft)
      on_close()
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
        <Button compact onClick={() => on_close()}>
          {t('ui.cancel')}
        </Button>
        <Button compact kind="primary" busy={is_busy} onClick={() => void save()}>
          {t('ui.save')}
        </Button>
      </div>
    </div>
  )
}
