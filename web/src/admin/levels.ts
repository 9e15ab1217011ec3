import { t, type Key } from '@/i18n'

/** The ceilings that a person can have on a site; 5 and 6 do not exist. */
export const k_levels = [0, 1, 2, 3, 4, 7, 8, 9] as const
const k_names: Record<number, Key> = { 0: 'level.0', 1: 'level.1', 2: 'level.2', 3: 'level.3', 4: 'level.4', 7: 'level.7', 8: 'level.8', 9: 'level.9' }

export function level_name(level: number): string {
  const key = k_names[level]
  return key ? t(key) : String(level)
}
