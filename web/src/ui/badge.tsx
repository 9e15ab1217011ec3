import type { ReactNode } from 'react'
import { class_names } from './class_names'
import { Icon, type IconName } from './icon'
import styles from './badge.module.css'

export type Tone = 'slate' | 'amber' | 'brick' | 'moss' | 'accent'

/** A state in a word: pictogram, word and colour together. */
export function StateBadge({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={class_names(styles['badge'], styles[tone])}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )
}

/** The same look for elements that are built elsewhere, such as the tiles' badges. */
export function badge_class(tone: Tone): string {
  return class_names(styles['badge'], styles[tone])
}
