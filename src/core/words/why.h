// "Why?": a decision in sentences that a person reads: what stands in the way, where that was set, how far their own
// request is, what to do, and who can help. Called by usecases/why.h with what policy::explain() left to be told and
// with the names that the asker may see. Refuses to find out names, and to decide what may be told: a name that is not
// given is not said, and a line that is not in the explanation is not told.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/policy/decision.h"
#include "core/policy/explain.h"
#include "core/words/catalogue.h"

namespace exeat::words {

/// Names that the asker may see; an empty one is not to be said.
struct Names {
    std::string library;
    std::vector<std::string> folders;   // of the asset, nearest first, as Because::index counts
    std::vector<std::string> deciders;  // who decide on a request here: owners, or for gate 8 directors
    std::string sharer;                 // who shared the link
    std::string note;                   // what the reviewer wrote to the request that Decision::state_request names
};

/// One gate of the trace.
struct Line {
    policy::Gate gate = policy::Gate::entry;
    policy::StepResult result = policy::StepResult::not_asked;
    std::string reason;
    std::string where;  // where it was set; empty when that is not to be told
};

/// Whole sentences; one that there is nothing to say for is empty.
struct Telling {
    std::string reason;                 // what stands in the way, first of all
    std::string where;                  // where that was set
    std::string state;                  // how the asker's request stands
    std::vector<std::string> remedies;  // what to do, for every need in order
    std::string help;                   // who can help, by name where names were given
    std::vector<Line> lines;            // every gate that was asked

    /// Those of the first five that say something, in this order.
    [[nodiscard]] std::vector<std::string> sentences() const;
};

/// All of it is empty for a hidden answer that is not to be told, and all but `lines` and a state of "granted" when
/// nothing stands in the way.
[[nodiscard]] Telling tell(const policy::Decision& decision, const policy::Explanation& explanation, const Names& names,
                           Language language);

/// How the asker's request stands, with the reviewer's note (may be empty), for a tile or a list; empty for none.
[[nodiscard]] std::string state_text(const policy::Decision& decision, std::string_view note, Language language);

/// "Anna", "Anna and Li", "Anna, Li and Zoë", "Anna, Li, Zoë and 4 others" (four are all named).
[[nodiscard]] std::string list_text(const std::vector<std::string>& names, Language language);

}  // namespace exeat::words
