"""What was measured: pairs of ours and a peer, their medians and ratios, as a table."""
from statistics import median


class Figures:
    def __init__(self, rounds):
        self.rounds = rounds
        self.rows = []

    def paired(self, what, unit, ours, peer, peer_name, reach, better="more"):
        """Measures peer and ours in turn, `rounds` times. `reach` is the ratio ours/peer to reach: at least that where
        more is better, at most where less is. Returns the median ratio."""
        pairs = []
        for _ in range(self.rounds):
            theirs = peer()
            pairs.append((ours(), theirs))
        return self.given(what, unit, pairs, peer_name, reach, better)

    def given(self, what, unit, pairs, peer_name, reach, better="more"):
        """The same of pairs (ours, peer) that were measured already."""
        ratio = median(mine / theirs for mine, theirs in pairs)
        good = ratio >= reach if better == "more" else ratio <= reach
        self.rows.append((what, f"{number(median(m for m, _ in pairs))} {unit}", f"{number(median(t for _, t in pairs))} {unit} ({peer_name})",
                          f"{ratio:.2f}", f"{'≥' if better == 'more' else '≤'} {reach}", good))
        return ratio

    def alone(self, what, unit, values, reach, better="less"):
        """A figure without a peer; `values` are its runs."""
        value = median(values)
        good = value <= reach if better == "less" else value >= reach
        self.rows.append((what, f"{number(value)} {unit}", "", "", f"{'≤' if better == 'less' else '≥'} {number(reach)} {unit}", good))

    def as_markdown(self):
        lines = ["| what | ours | peer | ratio | to reach | reached |", "| --- | ---: | ---: | ---: | ---: | --- |"]
        lines += [f"| {a} | {b} | {c} | {d} | {e} | {'yes' if good else '**no**'} |" for a, b, c, d, e, good in self.rows]
        return "\n".join(lines)

    def as_text(self):
        return "\n".join(f"{'ok ' if good else 'NO '} {a:58} {b:>16}  {c:36} {d:>6}  {e}" for a, b, c, d, e, good in self.rows)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"
