import { Toast as Base } from '@base-ui/react/toast'
import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { IconButton, button_class } from './button'
import { class_names } from './class_names'
import { Icon, type IconName } from './icon'
import styles from './toast.module.css'

type Kind = 'done' | 'news' | 'wrong'
const k_icons = { done: 'check', news: 'bell', wrong: 'warning' } as const satisfies Record<Kind, IconName>
const manager = Base.createToastManager<{ kind: Kind }>()

/** Says what was done; with a way back, or on, where there is one. Whoever names what it is about can take it away again. */
export function say_done(text: string, way?: Way, about?: string): void {
  say('done', text, way, about)
}

/** Takes away what was said about that: it is so no longer. */
export function unsay(about: string): void {
  manager.close(about)
}

/** Says what somebody else did, with the way to it. */
export function say_news(text: string, way: Way): void {
  say('news', text, way)
}

interface Way {
  text: string
  run: () => void
}

function say(kind: Kind, text: string, way?: Way, about?: string): void {
  const id = manager.add({
    ...(about === undefined ? {} : { id: about }),
    title: text,
    timeout: way ? 10_000 : 5000,
    data: { kind },
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
  const { toasts } = Base.useToastManager<{ kind: Kind }>()
  return toasts.map((toast) => (
    <Base.Root key={toast.id} toast={toast} className={class_names(styles['toast'], toast.data && styles[toast.data.kind])}>
      <Base.Content className={styles['content']}>
        <Icon name={k_icons[toast.data?.kind ?? 'done']} size={20} />
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
