import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { useId, type ReactNode } from 'react'
import { class_names } from './class_names'
import { Icon } from './icon'
import styles from './toggles.module.css'

/** What the control of that id is for; `-more` behind the id names the description. */
function Words({ id, label, description }: { id: string; label: string; description: ReactNode }) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      {description && (
        <div id={`${id}-more`} className={styles['description']}>
          {description}
        </div>
      )}
    </>
  )
}

export function Checkbox({ label, description, checked, on_change, disabled = false, label_hidden = false, mixed = false, required = false }: { label: string; description?: ReactNode; checked: boolean; on_change: (checked: boolean) => void; disabled?: boolean; label_hidden?: boolean; mixed?: boolean; required?: boolean }) {
  const id = useId()
  return (
    <div className={styles['row']}>
      <BaseCheckbox.Root
        id={id}
        checked={checked}
        indeterminate={mixed}
        disabled={disabled}
        required={required}
        onCheckedChange={(now) => on_change(now)}
        className={styles['box']}
        {...(description ? { 'aria-describedby': `${id}-more` } : {})}
      >
        <BaseCheckbox.Indicator className={styles['tick']}>
          <Icon name={mixed ? 'dash' : 'check'} />
        </BaseCheckbox.Indicator>
      </BaseCheckbox.Root>
      <div className={label_hidden ? 'visually-hidden' : styles['texts']}>
        <Words id={id} label={label} description={description} />
      </div>
    </div>
  )
}

export function Switch({ label, description, checked, on_change, disabled = false }: { label: string; description?: ReactNode; checked: boolean; on_change: (checked: boolean) => void; disabled?: boolean }) {
  const id = useId()
  return (
    <div className={class_names(styles['row'], styles['apart'])}>
      <div className={styles['texts']}>
        <Words id={id} label={label} description={description} />
      </div>
      <BaseSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(now) => on_change(now)}
        className={styles['switch']}
        {...(description ? { 'aria-describedby': `${id}-more` } : {})}
      >
        <BaseSwitch.Thumb className={styles['thumb']} />
      </BaseSwitch.Root>
    </div>
  )
}

/** Two to four choices of which one holds, all in sight: the three-way switches of lock and protection. */
export function Segmented<T extends string>({ label, value, on_change, items, disabled = false, label_hidden = false }: { label: string; value: T | null; on_change: (value: T) => void; items: { value: T; text: string }[]; disabled?: boolean; label_hidden?: boolean }) {
  const id = useId()
  return (
    <div className={styles['segmented']}>
      <div id={id} className={label_hidden ? 'visually-hidden' : styles['legend']}>
        {label}
      </div>
      <RadioGroup value={value} onValueChange={(now) => on_change(now as T)} disabled={disabled} aria-labelledby={id} className={styles['segments']}>
        {items.map((item) => (
          <Radio.Root key={item.value} value={item.value} className={styles['segment']} aria-label={item.text} nativeButton render={<button type="button" />}>
            {item.text}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  )
}

/** The same with a sentence under each. */
export function Choices<T extends string>({ label, value, on_change, items, disabled = false }: { label: string; value: T; on_change: (value: T) => void; items: { value: T; text: string; description?: string }[]; disabled?: boolean }) {
  const id = useId()
  return (
    <div className={styles['choices']}>
      <div id={id} className={styles['legend']}>
        {label}
      </div>
      <RadioGroup value={value} onValueChange={(now) => on_change(now as T)} disabled={disabled} aria-labelledby={id} className={styles['list']}>
        {items.map((item) => (
          <div key={item.value} className={styles['row']}>
            <Radio.Root id={`${id}-${item.value}`} value={item.value} className={styles['round']} {...(item.description ? { 'aria-describedby': `${id}-${item.value}-more` } : {})}>
              <Radio.Indicator className={styles['dot']} />
            </Radio.Root>
            <div className={styles['texts']}>
              <Words id={`${id}-${item.value}`} label={item.text} description={item.description} />
            </div>
          </div>
        ))}
      </RadioGroup>
    </div>
  )
}
