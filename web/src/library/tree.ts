// Folders as a tree. Pure.
import type { Folder } from '@/api/client'

export interface Node {
  folder: Folder
  level: number
  position: number
  siblings: number
  children: Node[]
}

/** A folder whose parent is not among them stands at the top. */
export function tree_of(folders: readonly Folder[]): Node[] {
  const ids = new Set(folders.map((folder) => folder.id))
  const children = new Map<string | null, Folder[]>()
  for (const folder of folders) {
    const parent = folder.parent && ids.has(folder.parent) ? folder.parent : null
    children.set(parent, [...(children.get(parent) ?? []), folder])
  }
  const below = (parent: string | null, level: number): Node[] => {
    const here = children.get(parent) ?? []
    return here.map((folder, index) => ({ folder, level, position: index + 1, siblings: here.length, children: below(folder.id, level + 1) }))
  }
  return below(null, 1)
}

/** Those whose ancestors are all open, from top to bottom. */
export function visible_nodes(tree: readonly Node[], open: ReadonlySet<string>): Node[] {
  return tree.flatMap((node) => [node, ...(open.has(node.folder.id) ? visible_nodes(node.children, open) : [])])
}

export function ancestors_of(folders: readonly Folder[], id: string): string[] {
  const by_id = new Map(folders.map((folder) => [folder.id, folder]))
  const above: string[] = []
  let at = by_id.get(id)?.parent
  while (at && by_id.has(at) && !above.includes(at)) {
    above.push(at)
    at = by_id.get(at)?.parent
  }
  return above
}

/** From the top down to the folder itself. */
export function path_of(folders: readonly Folder[], id: string): Folder[] {
  const by_id = new Map(folders.map((folder) => [folder.id, folder]))
  return [...ancestors_of(folders, id).reverse(), id].flatMap((one) => by_id.get(one) ?? [])
}
