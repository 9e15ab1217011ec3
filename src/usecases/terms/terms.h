// Terms: texts that are accepted before a download. Called by src/api/terms_routes.cpp and the command line. Everybody
// signed in reads them; directors and administrators write them. A text is never changed: a new one is the next number,
// and assets that carry the terms then ask for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "state/store/terms.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// The newest text of each, by title.
[[nodiscard]] Result<std::vector<store::TermsText>> list_terms(House& house, const Caller& caller);
/// All texts of one, the newest first. Errors: not_found.
[[nodiscard]] Result<std::vector<store::TermsText>> read_terms_history(House& house, const Caller& caller, TermsId id);

struct NewTerms {
    std::string title;
    std::string body;
};
/// Errors: those of domain::check_title, invalid "wrong-text".
[[nodiscard]] Result<store::TermsText> create_terms(House& house, const Caller& caller, const NewTerms& wanted);
/// The next text of terms that are there. Errors besides: conflict "stale" when `number` is not the newest.
[[nodiscard]] Result<store::TermsText> create_terms_version(House& house, const Caller& caller, TermsId id,
                                                            std::int64_t number, const NewTerms& wanted);

}  // namespace exeat::usecases
