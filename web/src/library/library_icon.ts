import type { LibraryKind } from '@/api/client'
import type { IconName } from '@/ui'

const k_icons: Record<LibraryKind, IconName> = { media: 'image', logo: 'type', icon: 'grid', document: 'document' }

export function library_icon(kind: LibraryKind): IconName {
  return k_icons[kind]
}
