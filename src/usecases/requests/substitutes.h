// Who stands in for a reviewer who is away: what comes to the reviewer comes to the substitute as well, in mail, inbox
// and dashboard. Called by src/api/substitutes_routes.cpp. Standing in gives no right: only whoever decides in a
// library by themselves stands in there; and it goes no further: whoever stands in for a substitute stands in for them
// only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

struct LibraryNamed {
    LibraryId id;
    std::string name;
};

/// How far somebody can stand in for whoever asks.
struct SubstituteCandidate {
    PersonId person;
    std::string name;
    std::string email;
    std::vector<LibraryNamed> covers;  // where they decide themselves
    std::vector<LibraryNamed> leaves;  // where they do not: nothing comes to them from there
    bool directors = false;            // what asks for a director comes to them, too
};

struct Substitution {
    SubstituteCandidate substitute;
    Instant from;
    Instant until;
    bool holds = false;  // now
};
/// Somebody for whom one stands in.
struct StoodInFor {
    PersonId person;
    std::string name;
    Instant from;
    Instant until;
    bool holds = false;
};
struct Substitutions {
    bool is_reviewer = false;  // requests come to them, so that somebody can stand in
    std::optional<Substitution> mine;
    std::vector<StoodInFor> others;  // now and later
};

struct NewSubstitution {
    PersonId substitute;
    Instant from;
    Instant until;
};

/// One's own.
[[nodiscard]] Result<Substitutions> read_substitutions(House& house, const Caller& caller);
/// Who could stand in for the caller somewhere, by name; at most 200.
[[nodiscard]] Result<std::vector<SubstituteCandidate>> list_substitute_candidates(House& house, const Caller& caller);
/// Instead of whoever stood in before; both are told. Errors: invalid "wrong-substitute" with words for what is wrong.
[[nodiscard]] Result<Substitutions> name_substitute(House& house, const Caller& caller, const NewSubstitution& wanted);
/// Whoever stood in is told. Nothing where nobody does.
Done end_substitution(House& house, const Caller& caller);

}  // namespace exeat::usecases
