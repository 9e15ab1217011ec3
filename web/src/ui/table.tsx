import type { ReactNode } from 'react'
import styles from './table.module.css'

export interface Column<Row> {
  id: string
  title: string
  /** The column that names the row. */
  is_name?: boolean
  title_hidden?: boolean
  /** Stands in the head instead of the title: a box that selects all. */
  head?: ReactNode
  narrow?: boolean
  /** In a card it stands in the corner: a box that selects the row. */
  is_corner?: boolean
  cell: (row: Row) => ReactNode
}

/** Real table semantics; where there is little room each row becomes a card whose cells are named by their column. */
export function Table<Row>({ caption, columns, rows, id_of }: { caption: string; columns: Column<Row>[]; rows: Row[]; id_of: (row: Row) => string }) {
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={column.narrow ? styles['narrow'] : undefined}>
                {column.head ?? <span className={column.title_hidden ? 'visually-hidden' : undefined}>{column.title}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id_of(row)} data-id={id_of(row)}>
              {columns.map((column) =>
                column.is_name ? (
                  <th key={column.id} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} className={column.is_corner ? styles['corner'] : undefined} data-title={column.title_hidden ? '' : column.title}>
                    <div className={styles['cell']}>{column.cell(row)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
