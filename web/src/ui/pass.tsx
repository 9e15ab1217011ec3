import type { ReactNode } from 'react'
import { class_names } from './class_names'
import styles from './pass.module.css'

/** The mark of the product: a permission as a ticket. What it opens stands on the body; until when, how much is left and the
 *  button that uses it stand on the stub. Nothing else on a page has this shape. */
export function Pass({ title, picture, lines, until, more, action, over = false }: { title: ReactNode; picture?: ReactNode; lines: string[]; until: { word: string; value: string }; more?: { word: string; value: string } | undefined; action?: ReactNode; over?: boolean }) {
  return (
    <div className={class_names(styles['pass'], over && styles['over'])}>
      <div className={styles['body']}>
        {picture && <div className={styles['picture']}>{picture}</div>}
        <div className={styles['texts']}>
          <p className={styles['title']}>{title}</p>
          {lines.map((line) => (
            <p key={line} className={styles['line']}>
              {line}
            </p>
          ))}
        </div>
      </div>
      <div className={styles['stub']}>
        <dl className={styles['facts']}>
          <div>
            <dt>{until.word}</dt>
            <dd>{until.value}</dd>
          </div>
          {more && (
            <div>
              <dt>{more.word}</dt>
              <dd>{more.value}</dd>
            </div>
          )}
        </dl>
        {action}
      </div>
    </div>
  )
}
