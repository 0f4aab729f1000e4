interface PeopleTableProps {
  readonly caption: string;
  /** Heads of the two columns of figures. */
  readonly heads: readonly [string, string];
  readonly rows: readonly {
    readonly user: { readonly id: string; readonly handle: string };
    readonly figures: readonly [string, string];
  }[];
}

/** Who gets what, in the previews of results. */
export const PeopleTable = ({ caption, heads, rows }: PeopleTableProps) => (
  <table className="figures w-full text-sm">
    <caption className="sr-only">{caption}</caption>
    <thead className="text-xs text-muted">
      <tr>
        <th scope="col" className="py-1 text-start font-medium">
          Who
        </th>
        {heads.map((head) => (
          <th key={head} scope="col" className="py-1 text-end font-medium">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ user, figures }) => (
        <tr key={user.id} className="border-t border-line">
          <td className="max-w-40 truncate py-1.5">@{user.handle}</td>
          <td className="py-1.5 text-end">{figures[0]}</td>
          <td className="py-1.5 text-end">{figures[1]}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
