import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { class_names } from './class_names'
import { Icon, type IconName } from './icon'
import styles from './popup.module.css'

/** A list of things to do behind one button. */
export function Menu({ trigger, children, align = 'end', open, on_open }: { trigger: ReactElement<Record<string, unknown>>; children: ReactNode; align?: 'start' | 'end'; open?: boolean; on_open?: (open: boolean) => void }) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} {...(on_open ? { onOpenChange: on_open } : {})}>
      <Base.Trigger render={trigger} />
      <MenuPopup align={align}>{children}</MenuPopup>
    </Base.Root>
  )
}

function MenuPopup({ align, children, anchor }: { align: 'start' | 'end'; children: ReactNode; anchor?: Element | null }) {
  return (
    <Base.Portal>
      <Base.Positioner align={align} sideOffset={6} collisionPadding={8} className={styles['positioner']} {...(anchor ? { anchor } : {})}>
        <Base.Popup data-in-front className={class_names(styles['popup'], styles['menu'])}>{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

/** A menu that opens at an element of the page that is no trigger of its own: a tile's. */
export function MenuAt({ anchor, on_close, children }: { anchor: Element | null; on_close: () => void; children: ReactNode }) {
  return (
    <Base.Root open={anchor !== null} onOpenChange={(now) => !now && on_close()}>
      <MenuPopup align="end" anchor={anchor}>
        {children}
      </MenuPopup>
    </Base.Root>
  )
}

export function MenuItem({ icon, keys, on_choose, danger = false, disabled = false, children }: { icon?: IconName; keys?: string; on_choose: () => void; danger?: boolean; disabled?: boolean; children: ReactNode }) {
  return (
    <Base.Item className={class_names(styles['item'], danger && styles['danger'])} onClick={on_choose} disabled={disabled}>
      <span className={styles['mark']}>{icon && <Icon name={icon} />}</span>
      <span className={styles['words']}>{children}</span>
      {keys && <kbd className={styles['keys']}>{keys}</kbd>}
    </Base.Item>
  )
}

/** One of several; the one in force has a tick. */
export function MenuChoice<T extends string>({ label, value, on_change, items }: { label: string; value: T; on_change: (value: T) => void; items: { value: T; text: string }[] }) {
  return (
    <Base.RadioGroup value={value} onValueChange={(now: T) => on_change(now)} aria-label={label}>
      <Base.GroupLabel className={styles['label']}>{label}</Base.GroupLabel>
      {items.map((item) => (
        <Base.RadioItem key={item.value} value={item.value} closeOnClick className={styles['item']}>
          <span className={styles['mark']}>
            <Base.RadioItemIndicator>
              <Icon name="check" />
            </Base.RadioItemIndicator>
          </span>
          <span className={styles['words']}>{item.text}</span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export function MenuLine() {
  return <Base.Separator className={styles['line']} />
}

export function MenuNote({ children }: { children: ReactNode }) {
  return <div className={styles['note']}>{children}</div>
}
