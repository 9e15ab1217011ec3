#include "usecases/assets/shown.h"

#include <array>

#include "usecases/refused.h"
#include "usecases/why.h"

namespace exeat::usecases {
namespace {

constexpr std::array k_shown_actions{policy::Action::download, policy::Action::share,    policy::Action::edit,
                                     policy::Action::update,   policy::Action::organise, policy::Action::delete_,
                                     policy::Action::publish,  policy::Action::protect};

}  // namespace

domain::Wish wish_to(policy::Action action) {
    domain::Wish wish;
    wish.action = action;
    return wish;
}

Answer answer_of(const policy::Decision& decision) {
    Answer answer;
    answer.outcome = decision.outcome;
    for (std::size_t i = 0; i < policy::k_words<policy::Need>.size(); ++i) {
        const auto need = static_cast<policy::Need>(i);
        if (decision.needs.has(need)) answer.needs.push_back(need);
    }
    answer.denied_by = decision.denied_by;
    answer.request_state = decision.request_state;
    answer.can_request = decision.can_request;
    // Only what a holder knows of anyway: their own pass, and the dates of the asset, which every row has.
    if (decision.request_state == policy::RequestState::granted) answer.good_until = decision.good_until;
    return answer;
}

AssetRow row_of(const Permit& seen, const PicturesShown& pictures) {
    const auto& asset = *seen.asset();
    const auto allows = [&seen](policy::Action action) { return seen.also(wish_to(action)).allows(); };
    AssetRow row;
    row.id = asset.id;
    row.library = asset.library;
    if (seen.facts().sees_folder(0)) row.folder = asset.folder;
    row.name = asset.name;
    row.media_type = asset.media_type;
    row.size = asset.size;
    row.status = asset.rules.status;
    row.available_from = asset.rules.available_from;
    row.available_until = asset.rules.available_until;
    row.created_at = asset.created_at;
    row.version = asset.version;
    const auto download = seen.also(wish_to(policy::Action::download));
    row.download = answer_of(download.decision());
    row.watermarked = seen.decision().watermarked;
    row.picture = pictures.of(asset);
    row.can.download = download.allows();
    row.can.share = allows(policy::Action::share);
    row.can.edit = allows(policy::Action::edit);
    row.can.update = allows(policy::Action::update);
    row.can.organise = allows(policy::Action::organise);
    row.can.delete_ = allows(policy::Action::delete_);
    row.can.publish = allows(policy::Action::publish);
    row.can.protect = allows(policy::Action::protect);
    row.why = why(download, policy::Action::download);
    return row;
}

Whys whys_of(const Permit& seen) {
    Whys whys;
    for (const auto action : k_shown_actions) {
        auto sentences = why(seen.also(wish_to(action)), action);
        if (!sentences.empty()) whys.emplace(policy::to_text(action), std::move(sentences));
    }
    return whys;
}

Result<Permit> see(House& house, const Caller& caller, AssetId id) {
    EXEAT_TAKE(auto asset, house.authority.asset(id));
    if (!asset) {
        EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
        return nothing_here();
    }
    EXEAT_TAKE(auto permit, ask(house.authority, caller, std::move(asset), wish_to(policy::Action::view)));
    EXEAT_TRY(must(permit));
    return permit;
}

}  // namespace exeat::usecases
