import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import styles from './tabs.module.css'

export interface Tab<T extends string> {
  value: T
  text: string
  content: ReactNode
}

export function Tabs<T extends string>({ label, value, on_change, tabs }: { label: string; value: T; on_change: (value: T) => void; tabs: Tab<T>[] }) {
  return (
    <Base.Root value={value} onValueChange={(now) => on_change(now as T)} className={styles['tabs']}>
      <Base.List className={styles['list']} aria-label={label} activateOnFocus>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className={styles['tab']}>
            {tab.text}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className={styles['panel']}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
