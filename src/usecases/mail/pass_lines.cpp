#include "usecases/mail/pass_lines.h"

#include <algorithm>
#include <array>

#include "core/domain/names.h"
#include "core/words/pass_text.h"
#include "state/store/request_rows.h"

namespace exeat::usecases {
namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

/// The passes of a notice: the one that it names, and those of the same act for the same holder.
Result<std::vector<domain::Request>> passes_of(sql::Session& session, const NoticeShown& shown, Instant now) {
    EXEAT_TAKE(const auto first, store::read_request(session, *shown.request));
    std::vector<domain::Request> passes;
    if (!first || !is_running(*first, now)) return passes;
    if (shown.count > 1) {
        EXEAT_TAKE(passes, store::requests_of_batch(session, shown.batch));
        std::erase_if(passes, [&](const auto& one) {
            return one.holder() != first->holder() || one.id == first->id || !is_running(one, now);
        });
    }
    passes.insert(passes.begin(), *first);
    return passes;
}

/// What ends later comes behind; no end is the last.
bool ends_sooner(const domain::Request& one, const domain::Request& other) {
    if (!one.valid_until || !other.valid_until) return one.valid_until.has_value() && !other.valid_until;
    return *one.valid_until < *other.valid_until;
}

}  // namespace

bool gives_a_pass(std::string_view kind) {
    constexpr std::array<std::string_view, 4> kinds{"request_approved", "request_renewed", "pass_given",
                                                    "pass_ends_soon"};
    return std::ranges::find(kinds, kind) != kinds.end();
}

bool is_running(const domain::Request& request, Instant now) {
    const bool is_given =
        request.phase == domain::RequestPhase::approved || request.phase == domain::RequestPhase::auto_approved;
    return is_given && (!request.valid_until || *request.valid_until > now);
}

Result<Lines> pass_lines(House& house, const NoticeShown& shown) {
    if (!shown.request || !gives_a_pass(shown.kind)) return Lines{};
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TAKE(const auto passes,
               house.database.read([&](sql::Session& session) { return passes_of(session, shown, now); }));
    if (passes.empty()) return Lines{};
    const auto& first = passes.front();
    words::PassFacts facts;
    facts.count = shown.count;
    facts.actions = first.actions;
    facts.files = first.files;
    facts.until = std::ranges::min_element(passes, ends_sooner)->valid_until;
    facts.end_together =
        std::ranges::all_of(passes, [&](const auto& one) { return one.valid_until == first.valid_until; });
    std::string name;
    if (shown.asset) {
        EXEAT_TAKE(const auto asset, house.authority.asset(*shown.asset));
        if (asset) name = domain::on_one_line(asset->name);
    }
    facts.asset = name;
    return words::pass_text(facts, words::Language::english);
}

}  // namespace exeat::usecases
