#include <boost/json.hpp>
#include <set>

#include "platform/json/write.h"
#include "state/store/described.h"
#include "state/store/request_rows.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refusal.h"
#include "usecases/refused.h"
#include "usecases/requests/ask_rules.h"
#include "usecases/requests/asking_pace.h"
#include "usecases/requests/kept_places.h"
#include "usecases/requests/making.h"
#include "usecases/requests/requests.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/shown.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {
namespace {

/// The words for somebody who cannot ask for an asset.
Error error_of(const Askable& found) {
    Error error;
    error.kind = ErrorKind::conflict;
    error.text = found.why.empty() ? "" : found.why.front();
    switch (found.state) {
        case Askable::State::not_requestable:
            error.code = "not-requestable";
            if (found.why.size() > 1) error.text = found.why.at(1) + " It cannot be requested again.";
            break;
        case Askable::State::free:
            error.code = "free-already";
            error.text = "Nothing has to be asked for: this is free for you.";
            break;
        case Askable::State::refused:
            error.kind = ErrorKind::forbidden;
            error.code = "denied";
            error.refusal = found.refusal;
            break;
        case Askable::State::ask:
        case Askable::State::pending:
        case Askable::State::absent:
            return nothing_here().error();
    }
    return error;
}

/// The answers with their questions, as they stand in the row.
std::string answers_text(const RequestForm& form, const domain::Answers& answers) {
    boost::json::array list;
    for (const auto& field : form.fields) {
        const auto found = answers.find(field.name);
        if (found == answers.end() || found->second.empty()) continue;
        boost::json::array values;
        for (const auto& value : found->second) values.emplace_back(value);
        list.push_back(boost::json::object{{"name", field.name},
                                           {"type", policy::to_text(field.type)},
                                           {"label", field.label},
                                           {"values", std::move(values)}});
    }
    return boost::json::serialize(list);
}

/// One form that is being sent.
class Sending {
public:
    Sending(sql::Transaction& transaction, const Caller& caller, const NewRequests& wanted, Instant now)
        : transaction_(transaction), caller_(caller), wanted_(wanted), now_(now), places_(transaction, now) {}

    Result<Made> run() {
        EXEAT_TAKE(person_, standing_of(places_, caller_));
        EXEAT_TAKE(ids_, assets_of(wanted_.wish.assets));
        EXEAT_TAKE(files_, files_of(wanted_.wish.files, "/files"));
        EXEAT_TAKE(actions_, actions_of(wanted_.wish.actions, "/actions"));
        EXEAT_TRY(places_.read_assets(ids_));
        EXEAT_TRY(places_.read_requests_of(*person_, ids_));
        ask_.id = AskId::make(now_);
        for (const auto& id : ids_) EXEAT_TRY(take(id));
        if (new_.empty()) return std::move(made_);
        EXEAT_TRY(fill_in());
        EXEAT_TRY(write());
        return std::move(made_);
    }

private:
    Done take(AssetId id) {
        EXEAT_TAKE(auto asset, places_.asset(id));
        if (!asset) return leave(id, nothing_here().error(), {});
        EXEAT_TAKE(const auto seen, ask(places_, caller_, std::move(asset), domain::Wish{}));
        if (!seen.allows()) return leave(id, nothing_here().error(), {});
        const auto found = askable(seen, actions_, files_);
        if (found.state == Askable::State::pending) {
            made_.ids.push_back(*found.request);
            return {};
        }
        if (found.state != Askable::State::ask) return leave(id, error_of(found), found.why);
        if (library_ && library_->id != seen.asset()->library) {
            return wrong_member("several-libraries", "/assets",
                                "These assets lie in several libraries, and each has a form of its own. Ask once for "
                                "each library.");
        }
        library_ = seen.facts().library_kept();
        EXEAT_TAKE(const auto is_approved, auto_approval_.applies(seen, found));
        new_.push_back(request_for(seen, found,
                                   is_approved ? domain::RequestPhase::auto_approved : domain::RequestPhase::pending));
        return {};
    }

    Done leave(AssetId id, Error error, std::vector<std::string> why) {
        if (why.empty()) why.push_back(error.text);
        made_.left.push_back({id, error.code, std::move(why)});
        if (!made_.first_refusal) made_.first_refusal = std::move(error);
        return {};
    }

    domain::Request request_for(const Permit& seen, const Askable& found, domain::RequestPhase phase) {
        domain::Request request;
        request.id = RequestId::make(now_);
        request.ask = ask_.id;
        request.asset = seen.asset()->id;
        request.library = seen.asset()->library;
        request.person = person_->id;
        request.kind = found.kind;
        request.actions = request.wanted_actions = found.actions;
        request.files = request.wanted_files = files_;
        request.for_directors = found.for_directors;
        // POLICY.md "State": unique for a person and an asset.
        request.created_at = now_;
        for (const auto& held : seen.facts().requests()) {
            if (held->created_at >= request.created_at) request.created_at = Instant{held->created_at.ms + 1};
        }
        if (phase == domain::RequestPhase::auto_approved) {
            request.status = policy::RequestStatus::auto_approved;
            request.phase = domain::RequestPhase::auto_approved;
            request.decided_at = request.created_at;
            request.batch = BatchId{ask_.id.bits};
        }
        return request;
    }

    /// Holds what was sent against the form in force.
    Done fill_in() {
        EXEAT_TAKE(form_, form_of(transaction_, *library_));
        const auto& form = form_;
        if (wanted_.tag && *wanted_.tag != form.tag) return has_changed();
        if (form.form || !wanted_.reason.empty()) {
            EXEAT_TRY(domain::check_reason(wanted_.reason, "/reason"));
        }
        auto faults = domain::faults_of(form.fields, wanted_.answers);
        if (!faults.empty()) return wrong_members("wrong-answers", std::move(faults));
        if (form.terms) {
            const domain::TermsVersion newest{form.terms->id, form.terms->number};
            if (!wanted_.terms) {
                return wrong_member("terms-not-accepted", "/terms", "Read the terms of this library and accept them.");
            }
            if (*wanted_.terms != newest) return has_changed();
            ask_.terms = newest;
        }
        ask_.library = library_->id;
        ask_.person = person_->id;
        ask_.reason = wanted_.reason;
        ask_.answers = answers_text(form, wanted_.answers);
        ask_.needed_by = wanted_.needed_by;
        ask_.created_at = now_;
        return {};
    }

    static Done has_changed() {
        return fail(ErrorKind::conflict, "form-changed",
                    "The form of this library has changed meanwhile. Look at it again; what you wrote is kept here.");
    }

    Done write() {
        std::int64_t pending = 0;
        for (const auto& request : new_) pending += request.phase == domain::RequestPhase::pending ? 1 : 0;
        if (pending > 0) EXEAT_TRY(must_have_room());
        EXEAT_TRY(count_asking(transaction_, person_->id, now_));
        ask_.waiting = pending;
        EXEAT_TRY(store::insert_ask(transaction_, ask_));
        EXEAT_TRY(take_files());
        EXEAT_TRY(record(transaction_, caller_, now_,
                         {.kind = "request_form_answered",
                          .library = ask_.library,
                          .person = ask_.person,
                          .about = ask_.id.text(),
                          .body = form_body()}));
        EXEAT_TAKE(const auto until,
                   end_of_grant(library_->policy->settings().requests, std::nullopt, now_, "/assets"));
        for (auto& request : new_) {
            if (request.phase == domain::RequestPhase::auto_approved) request.valid_until = until;
            made_.ids.push_back(request.id);
        }
        EXEAT_TRY(store::insert_requests(transaction_, new_));
        EXEAT_TRY(note_all());
        EXEAT_TRY(tell_all(domain::RequestPhase::pending, "request_made"));
        EXEAT_TRY(tell_all(domain::RequestPhase::auto_approved, "request_auto_approved"));
        return store::note_requests(transaction_, {HolderId{person_->id.bits}});
    }

    /// Each file answers one form, and is the sender's own.
    Done take_files() {
        for (const auto& field : form_.fields) {
            const auto found = wanted_.answers.find(field.name);
            if (field.type != domain::FieldType::file || found == wanted_.answers.end()) continue;
            for (std::size_t i = 0; i < found->second.size(); ++i) {
                const auto id = RequestFileId::parse(found->second[i]);
                bool is_taken = false;
                if (id) {
                    EXEAT_TAKE(is_taken, store::take_request_file(transaction_, *id, person_->id, ask_.id));
                }
                if (is_taken) continue;
                return wrong_member("wrong-answers", "/answers/" + field.name + "/" + std::to_string(i),
                                    "There is no such file of yours. Send it again.");
            }
        }
        return {};
    }

    Done must_have_room() {
        EXEAT_TAKE(const auto open, store::count_open_asks(transaction_, person_->id));
        if (open < domain::k_most_open_asks) return {};
        return wrong_member("too-many-requests", "/assets",
                            "At most 200 requests of one person wait for a decision. Withdraw some, or wait.");
    }

    [[nodiscard]] std::string form_body() const {
        Particulars particulars;
        particulars.text("reason", ask_.reason).text("answers", ask_.answers);
        if (ask_.terms) particulars.text("terms", ask_.terms->id.text()).number("terms_version", ask_.terms->number);
        particulars.number("assets", static_cast<std::int64_t>(new_.size()));
        return particulars.body();
    }

    Done note_all() {
        std::vector<Happening> happenings;
        happenings.reserve(new_.size());
        for (const auto& request : new_) {
            const bool granted = request.phase == domain::RequestPhase::auto_approved;
            happenings.push_back(happening_of(request, granted ? "request_auto_approved" : "request_made"));
        }
        return record_all(transaction_, caller_, now_, happenings);
    }

    /// One notice for all of a phase, and another for those that directors decide.
    Done tell_all(domain::RequestPhase phase, std::string_view kind) {
        for (const bool directors : {false, true}) {
            const domain::Request* first = nullptr;
            std::int64_t count = 0;
            for (const auto& request : new_) {
                if (request.phase != phase || request.for_directors != directors) continue;
                if (first == nullptr) first = &request;
                ++count;
            }
            if (first == nullptr) continue;
            EXEAT_TAKE(const auto receivers, receivers_of(transaction_, *library_, directors, now_));
            EXEAT_TRY(tell(transaction_, caller_, now_, receivers,
                           {.kind = kind,
                            .request = *first,
                            .batch = BatchId{ask_.id.bits},
                            .count = count,
                            .note = ask_.reason,
                            .mail_after = Instant{now_.ms + domain::k_undo_ms}}));
        }
        return {};
    }

    sql::Transaction& transaction_;
    const Caller& caller_;
    const NewRequests& wanted_;
    Instant now_;
    KeptPlaces places_;
    AutoApproval auto_approval_{[this] { return store::refused_among(transaction_, person_->id, ids_); }};
    std::vector<AssetId> ids_;  // each once
    std::shared_ptr<const domain::Standing> person_;
    policy::Actions actions_;
    domain::Files files_;
    std::shared_ptr<const domain::Library> library_;
    RequestForm form_;
    store::AskRow ask_;
    std::vector<domain::Request> new_;
    Made made_;
};

}  // namespace

Result<RequestsMade> create_requests(House& house, const Caller& caller, const NewRequests& wanted) {
    if (!caller.person) {
        return fail(ErrorKind::forbidden, "no-person", "The operator is nobody who may ask. Sign in as a person.");
    }
    return make_requests(house, caller, [&](sql::Transaction& transaction, Instant now) {
        return Sending(transaction, caller, wanted, now).run();
    });
}

}  // namespace exeat::usecases
