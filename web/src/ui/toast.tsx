import { Toast as Base } from '@base-ui/react/toast'
import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { IconButton, button_class } from './button'
import { class_names } from './class_names'
import { Icon } from './icon'
import styles from './toast.module.css'

const manager = Base.createToastManager<{ kind: 'done' | 'wrong' }>()

/** Says what was done; with a way back, or on, where there is one. */
export function say_done(text: string, way?: { text: string; run: () => void }): void {
  const id = manager.add({
    title: text,
    timeout: way ? 10_000 : 5000,
    data: { kind: 'done' },
    ...(way
      ? {
          actionProps: {
            children: way.text,
            onClick: () => {
              manager.close(id)
              way.run()
            },
          },
        }
      : {}),
  })
}

/** Says what could not be done; it stays until it is closed. */
export function say_wrong(text: string, more?: string): void {
  manager.add({ title: text, ...(more ? { description: more } : {}), timeout: 0, priority: 'high', data: { kind: 'wrong' } })
}

export function Toaster({ children }: { children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles['viewport']} aria-label={t('ui.notices')}>
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function List() {
  const { toasts } = Base.useToastManager<{ kind: 'done' | 'wrong' }>()
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={class_names(styles['toast'], toast.data?.kind === 'wrong' && styles['wrong'])}>
      <Base.Content className={styles['content']}>
        <Icon name={toast.data?.kind === 'wrong' ? 'warning' : 'check'} size={20} />
        <div className={styles['texts']}>
          <Base.Title className={styles['title']} render={<p />} />
          <Base.Description className={styles['description']} />
        </div>
        {toast.actionProps && <Base.Action className={button_class({ kind: 'plain', compact: true })} />}
        <Base.Close render={<IconButton icon="close" label={t('ui.close')} compact />} />
      </Base.Content>
    </Base.Root>
  ))
}
