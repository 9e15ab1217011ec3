import { Button as BaseButton } from '@base-ui/react/button'
import type { ComponentProps, ReactNode } from 'react'
import { class_names } from './class_names'
import { Icon, type IconName } from './icon'
import { Tooltip } from './tooltip'
import styles from './button.module.css'

export type ButtonKind = 'plain' | 'primary' | 'quiet' | 'danger'

interface Looks {
  kind?: ButtonKind
  compact?: boolean
  icon?: IconName
}

/** The class of something that is no button and looks like one: a link. */
export function button_class({ kind = 'plain', compact = false }: Looks = {}): string {
  return class_names(styles['button'], styles[kind], compact && styles['compact'])
}

type BaseProps = Omit<ComponentProps<typeof BaseButton>, 'className' | 'style'>

export interface ButtonProps extends BaseProps, Looks {
  /** Work is under way: the button says so, keeps its place, and takes no second press. */
  busy?: boolean
  wide?: boolean
  children: ReactNode
}

export function Button({ kind = 'plain', compact = false, icon, busy = false, wide = false, disabled, children, ...rest }: ButtonProps) {
  return (
    <BaseButton
      {...rest}
      disabled={disabled || busy}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      className={class_names(button_class({ kind, compact }), wide && styles['wide'])}
    >
      {busy ? <span className={styles['spinner']} /> : icon && <Icon name={icon} />}
      <span className={styles['words']}>{children}</span>
    </BaseButton>
  )
}

export interface IconButtonProps extends BaseProps {
  icon: IconName
  label: string
  kind?: 'quiet' | 'plain'
  compact?: boolean
  /** A small number at the corner; the label has to say it too. */
  count?: number
  keys?: string | undefined
}

/** The class of something that is no button and looks like one that shows only a pictogram: a link. */
export function icon_button_class({ kind = 'quiet', compact = false, is_here = false }: Pick<IconButtonProps, 'kind' | 'compact'> & { is_here?: boolean } = {}): string {
  return class_names(styles['button'], styles['square'], styles[kind], compact && styles['compact'], is_here && styles['here'])
}

/** What stands on one: the pictogram, and the small number at its corner. */
export function IconFace({ icon, compact = false, count }: Pick<IconButtonProps, 'icon' | 'compact' | 'count'>) {
  return (
    <>
      <Icon name={icon} size={compact ? 16 : 20} />
      {count !== undefined && count > 0 && (
        <span className={styles['count']} aria-hidden="true">
          {count > 99 ? '99+' : count}
        </span>
      )}
    </>
  )
}

/** A button that shows only a pictogram: its name is its tooltip. */
export function IconButton({ icon, label, kind = 'quiet', compact = false, count, keys, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <BaseButton
        {...rest}
        aria-label={label}
        aria-keyshortcuts={keys}
        className={icon_button_class({ kind, compact })}
      >
        <IconFace icon={icon} compact={compact} {...(count === undefined ? {} : { count })} />
      </BaseButton>
    </Tooltip>
  )
}
