import styles from './shell.module.css'

/** A doorway that stands open. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" className={styles['mark_picture']}>
      <rect width="24" height="24" rx="6" className={styles['mark_wall']} />
      <path d="M6.5 20V10a5.5 5.5 0 0 1 11 0v10z" className={styles['mark_door']} />
      <path d="M12.5 20V5.2l5 3.6V20z" className={styles['mark_leaf']} />
    </svg>
  )
}
