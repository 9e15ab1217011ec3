// Folders that were dropped become folders of the library: found where they are, made where they are not.
import { api, Refused, take } from '@/api/client'

const known = new Map<string, Promise<string>>()

async function find_or_make(library: string, parent: string | null, name: string): Promise<string> {
  const list = await take(api.GET('/api/folders', { params: { query: { library, parent: parent ?? '' } } }))
  const there = list.items.find((folder) => folder.name === name)
  if (there) return there.id
  try {
    return (await take(api.POST('/api/folders', { body: { library, parent, name } }))).id
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'name-taken') throw error
    const again = await take(api.GET('/api/folders', { params: { query: { library, parent: parent ?? '' } } }))
    const now = again.items.find((folder) => folder.name === name)
    if (!now) throw error
    return now.id
  }
}

export async function folder_for(library: string, parent: string | null, path: string): Promise<string | null> {
  let at = parent
  for (const name of path.split('/').filter(Boolean)) {
    const key = `${library}/${at ?? ''}/${name}`
    const above = at
    let found = known.get(key)
    if (!found) {
      found = find_or_make(library, above, name)
      known.set(key, found)
      found.catch(() => known.delete(key))
    }
    at = await found
  }
  // Somebody may delete a folder between two drops.
  setTimeout(() => known.clear(), 10_000)
  return at
}
