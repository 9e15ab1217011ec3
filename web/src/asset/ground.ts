// What stands behind a picture that is looked at, as somebody chose it on this device.
export const k_grounds = ['wall', 'white', 'grey', 'black'] as const
export type Ground = (typeof k_grounds)[number]

const k_kept = 'exeat.stage'

export function kept_ground(): Ground {
  const kept = localStorage.getItem(k_kept)
  return k_grounds.find((one) => one === kept) ?? 'wall'
}

export function keep_ground(ground: Ground): void {
  localStorage.setItem(k_kept, ground)
}
