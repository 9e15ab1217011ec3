import styles from './session.module.css'

/** An empty wall with frames of every shape; one of them waits to be filled. */
export function PictureWall() {
  return (
    <div className={styles['wall']} aria-hidden="true">
      <svg viewBox="0 0 720 900" preserveAspectRatio="xMidYMid slice">
        <g className={styles['frames']}>
          <rect x="40" y="60" width="220" height="240" rx="3" />
          <rect x="300" y="-40" width="180" height="180" rx="3" />
          <rect x="300" y="180" width="180" height="120" rx="3" />
          <rect x="520" y="40" width="260" height="260" rx="3" />
          <rect x="40" y="340" width="140" height="200" rx="3" />
          <rect x="560" y="340" width="220" height="150" rx="3" />
          <rect x="-60" y="580" width="240" height="170" rx="3" />
          <rect x="220" y="640" width="150" height="220" rx="3" />
          <rect x="410" y="640" width="300" height="190" rx="3" />
          <rect x="40" y="790" width="140" height="180" rx="3" />
          <rect x="560" y="530" width="150" height="70" rx="3" />
        </g>
        <rect x="220" y="340" width="300" height="260" rx="3" className={styles['frame_chosen']} />
        <path d="M310 570V440a60 60 0 0 1 120 0v130z" className={styles['frame_door']} />
        <path d="M372 570V396l58 36v138z" className={styles['frame_leaf']} />
      </svg>
    </div>
  )
}
