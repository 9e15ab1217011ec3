import { Combobox as Base } from '@base-ui/react/combobox'
import { useId, type ReactNode } from 'react'
import { t } from '@/i18n'
import { class_names } from './class_names'
import { Icon } from './icon'
import fields from './field.module.css'
import popup from './popup.module.css'
import styles from './select.module.css'

export interface Entry {
  id: string
  text: string
  second?: string
}

interface Shared {
  label: string
  description?: ReactNode
  placeholder?: string
  items: Entry[]
  /** Told when items come from a search on the server; else they are filtered here. */
  on_search?: (text: string) => void
  empty: string
  disabled?: boolean
}

function List({ empty }: { empty: string }) {
  return (
    <Base.Portal>
      <Base.Positioner className={popup['positioner']} sideOffset={4} collisionPadding={8}>
        <Base.Popup className={class_names(popup['popup'], popup['fit'])}>
          <Base.Empty>
            <div className={styles['empty']}>{empty}</div>
          </Base.Empty>
          <Base.List>
            {(item: Entry) => (
              <Base.Item key={item.id} value={item} className={popup['item']}>
                <span className={popup['mark']}>
                  <Base.ItemIndicator>
                    <Icon name="check" />
                  </Base.ItemIndicator>
                </span>
                <span className={popup['words']}>
                  <bdi>{item.text}</bdi>
                  {item.second && (
                    <bdi className={popup['second']}>{item.second}</bdi>
                  )}
                </span>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

const same = (a: Entry, b: Entry) => a.id === b.id
const text_of = (entry: Entry) => entry.text

/** One of many, found by typing. */
export function Combobox({ label, description, placeholder, items, on_search, empty, value, on_change, disabled = false }: Shared & { value: Entry | null; on_change: (value: Entry | null) => void }) {
  const id = useId()
  return (
    <div className={fields['field']}>
      <label htmlFor={id} className={fields['label']}>
        {label}
      </label>
      <Base.Root
        items={items}
        {...(on_search ? { filter: null } : {})}
        value={value}
        onValueChange={(now: Entry | null) => on_change(now)}
        onInputValueChange={(text) => on_search?.(text)}
        itemToStringLabel={text_of}
        isItemEqualToValue={same}
        disabled={disabled}
        autoHighlight
      >
        <Base.Input id={id} placeholder={placeholder} className={fields['input']} />
        <List empty={empty} />
      </Base.Root>
      {description && <div className={fields['description']}>{description}</div>}
    </div>
  )
}

/** Any number of many: what is chosen stands as chips before the input. */
export function ComboboxMany({ label, description, placeholder, items, on_search, empty, values, on_change, disabled = false }: Shared & { values: Entry[]; on_change: (values: Entry[]) => void }) {
  const id = useId()
  return (
    <div className={fields['field']}>
      <label htmlFor={id} className={fields['label']}>
        {label}
      </label>
      <Base.Root
        multiple
        items={items}
        {...(on_search ? { filter: null } : {})}
        value={values}
        onValueChange={(now: Entry[]) => on_change(now)}
        onInputValueChange={(text) => on_search?.(text)}
        itemToStringLabel={text_of}
        isItemEqualToValue={same}
        disabled={disabled}
        autoHighlight
      >
        <Base.Chips className={class_names(fields['input'], styles['chips'])}>
          <Base.Value>
            {(chosen: Entry[]) => (
              <>
                {chosen.map((entry) => (
                  <Base.Chip key={entry.id} className={styles['chip']} aria-label={entry.text}>
                    <bdi>{entry.text}</bdi>
                    <Base.ChipRemove className={styles['remove']} aria-label={t('ui.remove_named', { name: entry.text })}>
                      <Icon name="close" />
                    </Base.ChipRemove>
                  </Base.Chip>
                ))}
                <Base.Input id={id} placeholder={chosen.length === 0 ? placeholder : ''} className={styles['bare']} />
              </>
            )}
          </Base.Value>
        </Base.Chips>
        <List empty={empty} />
      </Base.Root>
      {description && <div className={fields['description']}>{description}</div>}
    </div>
  )
}
