import { useQuery } from '@tanstack/react-query'
import { useMe } from '@/app/session'
import { libraries_query } from '@/library/queries'

/** Whether somebody decides on requests anywhere: owners of a library, and directors. */
export function useIsReviewer(): boolean {
  const me = useMe()
  const libraries = useQuery(libraries_query)
  return me.level >= 8 || (libraries.data?.some((one) => one.can.protect) ?? false)
}
