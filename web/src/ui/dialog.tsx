import { Dialog as Base } from '@base-ui/react/dialog'
import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '@/i18n'
import { IconButton } from './button'
import { class_names } from './class_names'
import styles from './dialog.module.css'

/** What scrolls and holds nothing to stop at is a stop itself, so that keys can scroll it. */
function reachable(body: HTMLDivElement | null): void {
  const is_long = body !== null && body.scrollHeight > body.clientHeight
  if (is_long && !body.querySelector('a, button, input, textarea, select, [tabindex]')) body.tabIndex = 0
}

export interface DialogProps {
  open: boolean
  on_close: () => void
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  /** Buttons at the end; the most wanted one last. */
  actions?: ReactNode
  size?: 'small' | 'middle' | 'large'
  /** Where the focus goes first, when it is not the first control; not by touch, where that would raise the keyboard. */
  first?: () => HTMLElement | null | undefined
  /** Only an answer closes it. */
  must_answer?: boolean
}

/** A question or a task in front of the page. On a phone it takes the whole height. */
export function Dialog({ open, on_close, title, description, children, actions, size = 'middle', first, must_answer = false }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(now) => !now && !must_answer && on_close()} disablePointerDismissal={must_answer}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup data-in-front className={class_names(styles['dialog'], styles[size])} {...(first ? { initialFocus: (by) => by === 'touch' || (first() ?? true) } : {})}>
          <header className={styles['head']}>
            <Base.Title className={styles['title']}>{title}</Base.Title>
          </header>
          <div ref={reachable} className={styles['body']}>
            {description && <Base.Description className={styles['description']}>{description}</Base.Description>}
            {children}
          </div>
          {actions && <footer className={styles['actions']}>{actions}</footer>}
          {!must_answer && <Closer />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Stands in the corner and comes last, so that the focus begins in what the dialog is about. */
function Closer() {
  return (
    <div className={styles['closer']}>
      <Base.Close render={<IconButton icon="close" label={t('ui.close')} compact />} />
    </div>
  )
}

/** A panel from the end of the line: something beside the page that is looked at for a while. */
export function Sheet({ open, on_close, title, children, actions }: Omit<DialogProps, 'size' | 'description' | 'must_answer' | 'first'>) {
  // What a sheet shows may still be on its way: the focus begins at its name.
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <Base.Root open={open} onOpenChange={(now) => !now && on_close()}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup data-in-front className={styles['sheet']} initialFocus={heading}>
          <header className={styles['head']}>
            <Base.Title ref={heading} tabIndex={-1} className={styles['title']}>{title}</Base.Title>
          </header>
          <div ref={reachable} className={styles['body']}>
            {children}
          </div>
          {actions && <footer className={styles['actions']}>{actions}</footer>}
          <Closer />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** The whole window for one thing that is looked at closely: no veil, its name and what leads on in a bar. */
export function FullDialog({ on_close, title, bar, children, first, on_key }: Pick<DialogProps, 'on_close' | 'title' | 'children'> & { bar?: ReactNode; first: () => HTMLElement | null; on_key: (event: KeyboardEvent<HTMLElement>) => void }) {
  return (
    <Base.Root open onOpenChange={(now) => !now && on_close()}>
      <Base.Portal>
        <Base.Popup data-in-front className={styles['full']} initialFocus={() => first() ?? true} onKeyDown={on_key}>
          <header className={styles['full_head']}>
            <Base.Title className={styles['full_title']}>{title}</Base.Title>
            {bar}
            <Base.Close render={<IconButton icon="close" label={t('ui.close')} />} />
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
