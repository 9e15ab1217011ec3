#include <algorithm>

#include "core/domain/effective.h"
#include "service/identity/email_address.h"
#include "state/store/group_rows.h"
#include "state/store/people_rows.h"
#include "state/store/request_rows.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/ask_rules.h"
#include "usecases/requests/decisions.h"
#include "usecases/requests/kept_places.h"
#include "usecases/requests/making.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/shown.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {
namespace {

/// Passes that somebody gives to one holder.
class Giving {
public:
    Giving(sql::Transaction& transaction, const Caller& caller, const NewPasses& wanted, Instant now)
        : transaction_(transaction), caller_(caller), wanted_(wanted), now_(now), places_(transaction, now) {}

    Result<Made> run() {
        EXEAT_TAKE(me_, standing_of(places_, caller_));
        EXEAT_TAKE(const auto ids, assets_of(wanted_.assets));
        EXEAT_TRY(check_note(wanted_.reason, "/reason"));
        EXEAT_TRY(places_.read_assets(ids));
        // Only those who decide here learn who has an account.
        std::vector<Permit> seen;
        for (const auto& id : ids) {
            auto may = may_give(id);
            if (may) {
                seen.push_back(std::move(*may));
            } else {
                EXEAT_TRY(leave(id, std::move(may.error())));
            }
        }
        if (seen.empty()) return std::move(made_);
        EXEAT_TRY(find_holder());
        for (const auto& permit : seen) {
            if (auto done = take(permit); !done) EXEAT_TRY(leave(permit.asset()->id, std::move(done.error())));
        }
        if (!new_.empty()) EXEAT_TRY(write());
        return std::move(made_);
    }

private:
    Done find_holder() {
        const int named = (wanted_.person ? 1 : 0) + (wanted_.group ? 1 : 0) + (wanted_.email ? 1 : 0);
        if (named != 1) {
            return wrong_member("wrong-holder", "", "A pass is for a person, a group or an e-mail address: name one.");
        }
        if (wanted_.group) {
            EXEAT_TAKE(const auto group, store::read_group(transaction_, *wanted_.group));
            if (!group) return wrong_member("wrong-holder", "/group", "There is no such group.");
            holder_.group = group->id;
        } else {
            EXEAT_TAKE(const auto person, find_person());
            if (!person || !person->active) {
                return wrong_member("wrong-holder", wanted_.email ? "/email" : "/person",
                                    "There is no account of this person. Invite them first.");
            }
            holder_.person = person->id;
        }
        if (!is_own(holder_, *me_)) return {};
        return fail(ErrorKind::forbidden, "own-request", "Nobody gives a pass to themselves.");
    }

    Result<std::optional<store::PersonRow>> find_person() {
        if (wanted_.person) return store::read_person(transaction_, *wanted_.person);
        return store::find_person(transaction_, identity::email_key(*wanted_.email));
    }

    /// The leave to give passes for an asset.
    Result<Permit> may_give(AssetId id) {
        EXEAT_TAKE(auto asset, places_.asset(id));
        if (!asset) return nothing_here();
        EXEAT_TAKE(auto seen, ask(places_, caller_, asset, domain::Wish{}));
        EXEAT_TRY(must(seen));
        EXEAT_TAKE(const auto decides, decides_in(places_, *me_, asset->library));
        if (!decides) return fail(ErrorKind::forbidden, "not-a-decider", "Owners of the library give passes.");
        return seen;
    }

    Done take(const Permit& seen) {
        auto pass = holder_;
        pass.library = seen.asset()->library;
        EXEAT_TRY(fill_in(pass, seen));
        EXEAT_TAKE(const auto directors, asks_directors(places_, pass, seen.asset()));
        pass.for_directors = directors;
        EXEAT_TRY(must_decide(places_, *me_, pass, directors));
        new_.push_back(std::move(pass));
        return {};
    }

    /// One that is about this asset alone leaves it out.
    Done leave(AssetId id, Error error) {
        if (error.kind != ErrorKind::not_found && error.kind != ErrorKind::forbidden) return fail(std::move(error));
        made_.left.push_back({id, error.code, {error.text}});
        if (!made_.first_refusal) made_.first_refusal = std::move(error);
        return {};
    }

    Done fill_in(domain::Request& pass, const Permit& seen) {
        const auto& library = seen.facts().library();
        pass.id = RequestId::make(now_);
        pass.asset = seen.asset()->id;
        pass.wanted_actions = {policy::Action::download, policy::Action::edit, policy::Action::update,
                               policy::Action::organise, policy::Action::delete_};
        pass.actions = {policy::Action::download};
        EXEAT_TRY(narrow(pass, wanted_.grant));
        pass.wanted_actions = pass.actions;
        pass.wanted_files = pass.files;
        const auto access = domain::access_in_force(seen.asset()->rules.access, seen.facts().folders(), library);
        const auto& settings = library.policy->settings();
        const bool only_download = pass.actions == policy::Actions{policy::Action::download};
        // POLICY.md "Requests": the kind is access when gate 6 asks for it.
        pass.kind = only_download && access.value == policy::Access::unlocked &&
                            settings.viewer_access == policy::ViewerAccess::open
                        ? policy::RequestKind::download
                        : policy::RequestKind::access;
        EXEAT_TAKE(pass.valid_until, end_of_grant(settings.requests, wanted_.grant.validity, now_, "/valid_for"));
        pass.unasked = true;
        pass.status = policy::RequestStatus::approved;
        pass.phase = domain::RequestPhase::approved;
        pass.decided_by = caller_.person;
        pass.decided_by_level = me_->level;
        pass.note = wanted_.reason;
        EXEAT_TAKE(pass.created_at, later_than_others(pass));
        pass.decided_at = pass.created_at;
        return {};
    }

    /// POLICY.md "State": `created_at` is unique for a person and an asset.
    Result<Instant> later_than_others(const domain::Request& pass) {
        if (!pass.person) return now_;
        EXEAT_TAKE(const auto standing, places_.standing(*pass.person));
        if (!standing) return now_;
        EXEAT_TAKE(const auto held, places_.requests(*standing, pass.asset));
        auto at = now_;
        for (const auto& one : held) at = std::max(at, Instant{one->created_at.ms + 1});
        return at;
    }

    Done write() {
        store::AskRow ask;
        ask.id = AskId::make(now_);
        ask.library = new_.front().library;
        ask.person = *caller_.person;
        ask.reason = wanted_.reason;
        ask.created_at = now_;
        const BatchId batch{ask.id.bits};
        EXEAT_TRY(store::insert_ask(transaction_, ask));
        std::vector<Happening> happenings;
        happenings.reserve(new_.size());
        std::vector<const domain::Request*> all;
        for (auto& pass : new_) {
            pass.ask = ask.id;
            pass.batch = batch;
            happenings.push_back(happening_of(pass, "pass_given"));
            made_.ids.push_back(pass.id);
            all.push_back(&pass);
        }
        EXEAT_TRY(store::insert_requests(transaction_, new_));
        EXEAT_TRY(record_all(transaction_, caller_, now_, happenings));
        EXEAT_TAKE(const auto receivers, holders_of(transaction_, new_.front()));
        EXEAT_TRY(tell(transaction_, caller_, now_, receivers,
                       {.kind = "pass_given",
                        .request = new_.front(),
                        .batch = batch,
                        .count = static_cast<std::int64_t>(new_.size()),
                        .libraries = libraries_of(all),
                        .note = wanted_.reason,
                        .mail_after = now_}));
        return store::note_requests(transaction_, {holder_.holder()});
    }

    sql::Transaction& transaction_;
    const Caller& caller_;
    const NewPasses& wanted_;
    Instant now_;
    KeptPlaces places_;
    std::shared_ptr<const domain::Standing> me_;
    domain::Request holder_;  // with nothing but whose it is
    std::vector<domain::Request> new_;
    Made made_;
};

}  // namespace

Result<RequestsMade> give_passes(House& house, const Caller& caller, const NewPasses& wanted) {
    if (!caller.person) {
        return fail(ErrorKind::forbidden, "no-person",
                    "The operator is nobody who may give passes. Sign in as a person.");
    }
    return make_requests(house, caller, [&](sql::Transaction& transaction, Instant now) {
        return Giving(transaction, caller, wanted, now).run();
    });
}

}  // namespace exeat::usecases
