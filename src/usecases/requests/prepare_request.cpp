#include <algorithm>
#include <map>

#include "state/store/request_rows.h"
#include "usecases/permit.h"
#include "usecases/refused.h"
#include "usecases/requests/ask_rules.h"
#include "usecases/requests/askable.h"
#include "usecases/requests/requests.h"
#include "usecases/requests/shown.h"

namespace exeat::usecases {
namespace {

NotRequestable absent(AssetId id) {
    return {id, "not-found", {nothing_here().error().text}};
}

/// Sorts assets by what can be asked for.
class Sorting {
public:
    Sorting(House& house, const Caller& caller, policy::Actions actions, const domain::Files& files,
            AutoApproval auto_approval)
        : house_(house), caller_(caller), actions_(actions), files_(files), auto_approval_(std::move(auto_approval)) {}

    Done take(AssetId id, std::shared_ptr<const domain::Asset> asset) {
        if (!asset) {
            prepared_.refused.push_back(absent(id));
            return {};
        }
        EXEAT_TAKE(const auto seen, ask(house_.authority, caller_, asset, domain::Wish{}));
        if (!seen.allows()) {
            prepared_.refused.push_back(absent(id));
            return {};
        }
        auto found = askable(seen, actions_, files_);
        switch (found.state) {
            case Askable::State::ask:
                return add(seen, id, found);
            case Askable::State::pending:
                prepared_.pending.push_back({id, *found.request, std::move(found.why)});
                break;
            case Askable::State::not_requestable:
                if (found.request) prepared_.rejected.push_back({id, *found.request, std::move(found.why)});
                break;
            case Askable::State::free:
                prepared_.free.push_back(id);
                break;
            case Askable::State::refused:
                prepared_.refused.push_back({id, "denied", std::move(found.why)});
                break;
            case Askable::State::absent:
                prepared_.refused.push_back(absent(id));
                break;
        }
        return {};
    }

    Result<Prepared> done() {
        for (auto& [key, group] : groups_) {
            const auto& library = libraries_.at(group.library);
            EXEAT_TAKE(group.form,
                       house_.database.read([&](sql::Session& session) { return form_of(session, *library); }));
            EXEAT_TAKE(const auto owners, house_.authority.owner_names(group.library));
            if (owners && !for_directors_[key]) group.deciders = *owners;
            prepared_.ask.push_back(std::move(group));
        }
        return std::move(prepared_);
    }

private:
    using Key = std::pair<LibraryId, policy::RequestKind>;

    Done add(const Permit& seen, AssetId id, const Askable& found) {
        const auto& library = seen.facts().library();
        const Key key{library.id, found.kind};
        auto& group = groups_[key];
        if (group.assets.empty()) {
            group.library = library.id;
            group.library_name = library.name;
            group.kind = found.kind;
            group.auto_approved = true;
            libraries_[library.id] = seen.facts().library_kept();
        }
        group.assets.push_back(id);
        auto actions = policy::Actions{};
        for (const auto action : group.actions) actions.add(action);
        actions.add_all(found.actions);
        group.actions = list_of(actions);
        for_directors_[key] = for_directors_[key] || found.for_directors;
        if (!group.auto_approved) return {};
        EXEAT_TAKE(group.auto_approved, auto_approval_.applies(seen, found));
        return {};
    }

    House& house_;
    const Caller& caller_;
    policy::Actions actions_;
    const domain::Files& files_;
    AutoApproval auto_approval_;
    Prepared prepared_;
    std::map<Key, Requestable> groups_;
    std::map<Key, bool> for_directors_;
    std::map<LibraryId, std::shared_ptr<const domain::Library>> libraries_;
};

}  // namespace

Result<Prepared> prepare_request(House& house, const Caller& caller, const RequestWish& wish) {
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto ids, assets_of(wish.assets));
    EXEAT_TAKE(const auto files, files_of(wish.files, "/files"));
    EXEAT_TAKE(const auto actions, actions_of(wish.actions, "/actions"));
    EXEAT_TAKE(const auto assets, house.authority.assets(ids));
    const auto refused = [&] {
        return house.database.read(
            [&](sql::Session& session) { return store::refused_among(session, person->id, ids); });
    };
    Sorting sorting(house, caller, actions, files, AutoApproval(refused));
    for (std::size_t i = 0; i < ids.size(); ++i) EXEAT_TRY(sorting.take(ids[i], assets[i]));
    return sorting.done();
}

}  // namespace exeat::usecases
