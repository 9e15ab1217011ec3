// Where the large picture of an asset comes from. It is made when somebody looks for the first time: until it is there the
// small one stands in, and it is asked for again.
import { useEffect, useState } from 'react'

const k_tries = 8
const k_pause = 1500

export interface PreviewSource {
  src: string
  /** A picture that failed is asked for anew only as another element. */
  key: string
  is_small: boolean
  /** Not even the small one is to be had. */
  is_broken: boolean
  on_error: () => void
}

export function usePreviewSource(asset: string): PreviewSource {
  const [tries, set_tries] = useState(0)
  const [is_small, set_small] = useState(false)
  const [is_broken, set_broken] = useState(false)
  useEffect(() => {
    if (!is_small || tries >= k_tries) return
    const timer = setTimeout(() => {
      set_small(false)
      set_tries((before) => before + 1)
    }, k_pause)
    return () => clearTimeout(timer)
  }, [is_small, tries])
  return {
    src: `/api/assets/${asset}/preview?size=${is_small ? 'thumbnail' : 'preview'}`,
    key: is_small ? 'small' : String(tries),
    is_small,
    is_broken,
    on_error: () => (is_small ? set_broken(true) : set_small(true)),
  }
}
