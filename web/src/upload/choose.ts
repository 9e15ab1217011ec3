import { add_uploads, type UploadTarget } from './queue'

/** Lets somebody choose files of their machine for that place. */
export function choose_files(person: string, target: UploadTarget): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.hidden = true
  document.body.append(input)
  input.addEventListener('cancel', () => input.remove())
  input.addEventListener('change', () => {
    input.remove()
    add_uploads(
      person,
      [...(input.files ?? [])].map((file) => ({ file, path: '' })),
      target,
    )
  })
  input.click()
}
