import { Select as Base } from '@base-ui/react/select'
import type { ReactNode } from 'react'
import { class_names } from './class_names'
import { Icon } from './icon'
import fields from './field.module.css'
import popup from './popup.module.css'
import styles from './select.module.css'

export interface SelectItem<T> {
  value: T
  text: string
  second?: string
}

/** One of a fixed few. */
export function Select<T extends string | number>({ label, label_hidden = false, description, value, on_change, items, disabled = false, compact = false }: { label: string; label_hidden?: boolean; description?: ReactNode; value: T; on_change: (value: T) => void; items: SelectItem<T>[]; disabled?: boolean; compact?: boolean }) {
  return (
    <div className={fields['field']}>
      <Base.Root value={value} onValueChange={(now) => now !== null && on_change(now)} disabled={disabled} items={items.map((item) => ({ value: item.value, label: item.text }))}>
        <Base.Label className={class_names(fields['label'], label_hidden && 'visually-hidden')}>{label}</Base.Label>
        <Base.Trigger className={class_names(fields['input'], styles['trigger'], compact && styles['compact'])}>
          <Base.Value className={styles['value']} />
          <Base.Icon className={styles['icon']}>
            <Icon name="up_down" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className={popup['positioner']} sideOffset={4} alignItemWithTrigger={false} collisionPadding={8}>
            <Base.Popup className={class_names(popup['popup'], popup['fit'])}>
              <Base.List>
                {items.map((item) => (
                  <Base.Item key={item.value} value={item.value} className={popup['item']}>
                    <span className={popup['mark']}>
                      <Base.ItemIndicator>
                        <Icon name="check" />
                      </Base.ItemIndicator>
                    </span>
                    <Base.ItemText className={popup['words']}>{item.text}</Base.ItemText>
                    {item.second && <span className={popup['keys']}>{item.second}</span>}
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      {description && <div className={fields['description']}>{description}</div>}
    </div>
  )
}
