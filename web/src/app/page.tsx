import type { ReactNode } from 'react'
import { t } from '@/i18n'
import { Button, class_names } from '@/ui'
import styles from './page.module.css'
import { usePageTitle } from './title'

/** A page of one column: heading, what it can do, sheets. */
export function Page({ title, above, actions, wide = false, children }: { title: string; above?: ReactNode; actions?: ReactNode; wide?: boolean; children: ReactNode }) {
  const heading = usePageTitle(title)
  return (
    <div className={class_names(styles['page'], wide && styles['wide'])}>
      <header className={styles['head']}>
        <div>
          {above && <div className={styles['above']}>{above}</div>}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
        </div>
        {actions}
      </header>
      {children}
    </div>
  )
}

/** The way to the rest of a list, where there is one. */
export function LoadMore({ list }: { list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> } }) {
  if (!list.hasNextPage) return null
  return (
    <div className={styles['more']}>
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t('admin.load_more')}
      </Button>
    </div>
  )
}

export { styles as page_styles }
