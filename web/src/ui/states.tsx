// What stands where content would: nothing there, still coming, gone wrong.
import { useEffect, useState, type ReactNode } from 'react'
import { Refused } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { t } from '@/i18n'
import { Button } from './button'
import { class_names } from './class_names'
import { Icon, type IconName } from './icon'
import styles from './states.module.css'

/** One sentence and one thing to do. */
export function EmptyState({ icon, title, text, action }: { icon: IconName; title: string; text?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles['empty']}>
      <span className={styles['frame']}>
        <Icon name={icon} size={32} />
      </span>
      <p className={styles['title']}>{title}</p>
      {text && <div className={styles['text']}>{text}</div>}
      {action}
    </div>
  )
}

/** What went wrong, in the server's words, and a way on. */
export function ProblemState({ error, on_retry, title }: { error: unknown; on_retry?: () => void; title?: string }) {
  const text = problem_text(error)
  const reference = error instanceof Refused ? error.problem.request_id : ''
  return (
    <div className={styles['problem']} role="alert">
      <Icon name="warning" size={20} />
      <div className={styles['problem_texts']}>
        {title && <p className={styles['title']}>{title}</p>}
        <p>{text.detail}</p>
        {text.more.map((line) => (
          <p key={line} className={styles['text']}>
            {line}
          </p>
        ))}
        {reference && (
          <p className={styles['reference']}>
            {t('ui.reference')} <code>{reference}</code>
          </p>
        )}
        {on_retry && (
          <div className={styles['retry']}>
            <Button compact icon="retry" onClick={on_retry}>
              {t('ui.retry')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

/** The same within a form: short, beside what caused it. */
export function FormProblem({ error }: { error: unknown }) {
  if (!error) return null
  const text = problem_text(error)
  return (
    <div className={styles['form_problem']} role="alert">
      <p>{text.detail}</p>
      {text.more.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  )
}

/** Holds something back for a moment, so that quick answers don't flash. */
export function Late({ after = 150, children }: { after?: number; children: ReactNode }) {
  const [shown, set_shown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => set_shown(true), after)
    return () => clearTimeout(timer)
  }, [after])
  return shown ? children : null
}

export function Skeleton({ lines = 3, tall = false }: { lines?: number; tall?: boolean }) {
  return (
    <Late>
      <div className={styles['skeleton']} role="status" aria-label={t('ui.loading')}>
        {Array.from({ length: lines }, (_, index) => (
          <div key={index} className={class_names(styles['bone'], tall && styles['tall'])} />
        ))}
      </div>
    </Late>
  )
}

export function Notice({ tone = 'slate', icon = 'info', children }: { tone?: 'slate' | 'amber' | 'brick' | 'moss'; icon?: IconName; children: ReactNode }) {
  return (
    <div className={class_names(styles['notice'], styles[`notice_${tone}`])}>
      <Icon name={icon} size={20} />
      <div>{children}</div>
    </div>
  )
}
