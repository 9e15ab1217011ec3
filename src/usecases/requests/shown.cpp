#include "usecases/requests/shown.h"

#include <map>

#include "core/domain/names.h"
#include "core/vocabulary/checksum.h"
#include "platform/json/write.h"
#include "state/store/described.h"
#include "state/store/terms.h"
#include "usecases/permit.h"
#include "usecases/requests/askable.h"
#include "usecases/requests/rules.h"

namespace exeat::usecases {
namespace {

using domain::RequestPhase;

/// What one person may do with rows of several libraries; asks about each library once.
class Viewing {
public:
    Viewing(House& house, const domain::Standing& person, Instant now) : house_(house), person_(person), now_(now) {}

    /// Nothing where they may not see it.
    Result<std::optional<RequestRow>> row_of(store::RequestListed&& listed) {
        const auto& request = listed.request;
        EXEAT_TAKE(const auto decides, decides_in(request.library));
        const bool own = is_own(request, person_);
        EXEAT_TAKE(const auto library, house_.authority.library(request.library));
        if ((!own && !decides) || !library) return std::optional<RequestRow>{};
        auto row = plain(listed, *library);
        if (own) {
            EXEAT_TRY(show_to_holder(row, listed));
        } else {
            EXEAT_TRY(place(row, listed));
            row.available_until = listed.available_until;
            // Owners and administrators see all there is; a director may decide on what they may not see.
            if (person_.level == policy::Level::director) EXEAT_TRY(hide_unseen(row));
            can_as_decider(row, listed);
        }
        row.can.delete_ = person_.level == policy::Level::administrator && is_over(row.status);
        return std::optional(std::move(row));
    }

private:
    Result<bool> decides_in(LibraryId library) {
        const auto found = decides_.find(library);
        if (found != decides_.end()) return found->second;
        EXEAT_TAKE(const auto decides, usecases::decides_in(house_.authority, person_, library));
        return decides_.emplace(library, decides).first->second;
    }

    RequestRow plain(store::RequestListed& listed, const domain::Library& library) const {
        auto& request = listed.request;
        RequestRow row;
        row.id = request.id;
        row.ask = request.ask;
        row.status = phase_now(request, library, listed.replaced_at, now_);
        row.kind = request.kind;
        row.asset = request.asset;
        row.asset_name = std::move(listed.asset_name);
        row.library = request.library;
        row.library_name = library.name;
        row.person = request.person;
        row.group = request.group;
        row.name = std::move(listed.holder_name);
        if (request.person) row.email = std::move(listed.email);
        row.actions = list_of(request.actions);
        row.files = request.files;
        row.reason = domain::in_plain_lines(listed.reason);
        row.needed_by = listed.needed_by;
        row.created_at = request.created_at;
        row.decided_at = request.decided_at;
        if (!listed.decided_by_name.empty()) row.decided_by = std::move(listed.decided_by_name);
        row.note = domain::in_plain_lines(request.note);
        row.valid_until = request.valid_until;
        row.ended_at = request.ended_at;
        if (!listed.ended_by_name.empty()) row.ended_by = std::move(listed.ended_by_name);
        row.closed = request.closed;
        row.for_directors = request.for_directors;
        row.unasked = request.unasked;
        row.question_waits = row.status == RequestPhase::pending && listed.talk == domain::Talk::question;
        row.escalated_at = listed.escalated_at;
        row.escalated_to = listed.escalated;
        row.version = request.version;
        return row;
    }

    /// The folder, for whoever may browse it.
    Done place(RequestRow& row, const store::RequestListed& listed) {
        if (!listed.folder) return {};
        EXEAT_TAKE(const auto path, house_.authority.folder_path(*listed.folder));
        if (path.empty()) return {};
        auto found = seen_.find(*listed.folder);
        if (found == seen_.end()) {
            Caller reader;
            reader.kind = Caller::Kind::person;
            reader.person = person_.id;
            EXEAT_TAKE(const auto permit,
                       ask_at(house_.authority, reader, row.library, listed.folder, policy::Action::view));
            found = seen_.emplace(*listed.folder, permit.facts().sees_folder(0)).first;
        }
        if (!found->second) return {};
        row.folder = listed.folder;
        row.folder_name = path.front()->name;
        return {};
    }

    Done hide_unseen(RequestRow& row) {
        EXEAT_TAKE(const auto seen, see(row.asset));
        if (!seen || seen->decision().outcome == policy::Outcome::hidden) hide(row);
        return {};
    }
    static void hide(RequestRow& row) {
        row.asset_name.clear();
        row.available_until.reset();
    }

    /// Nothing where the asset is gone.
    Result<std::optional<Permit>> see(AssetId id) {
        EXEAT_TAKE(auto asset, house_.authority.asset(id));
        if (!asset) return std::optional<Permit>{};
        Caller reader;
        reader.kind = Caller::Kind::person;
        reader.person = person_.id;
        EXEAT_TAKE(auto seen, ask(house_.authority, reader, std::move(asset), domain::Wish{}));
        return std::optional(std::move(seen));
    }

    void can_as_decider(RequestRow& row, const store::RequestListed& listed) const {
        const auto& request = listed.request;
        const bool may = !request.for_directors || person_.level >= policy::Level::director;
        const auto phase = row.status;
        const bool is_there = !listed.asset_deleted_at;
        const bool runs = phase == RequestPhase::approved || phase == RequestPhase::auto_approved;
        row.can.approve = may && is_there && (phase == RequestPhase::pending || phase == RequestPhase::rejected);
        row.can.reject = may && phase == RequestPhase::pending;
        if (!may) row.question_waits = false;  // their conversation is not shown either
        row.can.ask_question = row.can.reject && is_there;
        row.can.revoke = runs;
        row.can.renew = may && is_there && (runs || phase == RequestPhase::expired);
        row.can.take_back = request.batch && request.decided_by == person_.id && request.decided_at &&
                            now_.ms - request.decided_at->ms < domain::k_undo_ms && !request.unasked &&
                            (phase == RequestPhase::approved || phase == RequestPhase::rejected);
    }

    /// Whoever may not see the asset any more is not told what it is called now, nor where it lies.
    Done show_to_holder(RequestRow& row, const store::RequestListed& listed) {
        const auto& request = listed.request;
        row.can.withdraw = row.status == RequestPhase::pending && request.person == person_.id;
        row.can.answer = row.can.withdraw && listed.talk != domain::Talk::nothing;
        EXEAT_TAKE(const auto seen, see(request.asset));
        if (!seen || seen->decision().outcome == policy::Outcome::hidden) {
            row.asset_name.clear();
            row.library_name.clear();
            row.library = listed.asked_in;
            return {};
        }
        EXEAT_TRY(place(row, listed));
        if (!is_over(row.status) || !request.person) return {};
        row.can.ask_again = askable(*seen, request.wanted_actions, request.wanted_files).state == Askable::State::ask;
        return {};
    }

    House& house_;
    const domain::Standing& person_;
    Instant now_;
    std::map<LibraryId, bool> decides_;
    std::map<FolderId, bool> seen_;
};

}  // namespace

Result<std::vector<RequestRow>> rows_of(House& house, const domain::Standing& person,
                                        std::vector<store::RequestListed> listed) {
    EXEAT_TAKE(const auto now, house.authority.now());
    Viewing viewing(house, person, now);
    std::vector<RequestRow> rows;
    rows.reserve(listed.size());
    for (auto& one : listed) {
        EXEAT_TAKE(auto row, viewing.row_of(std::move(one)));
        if (row) rows.push_back(std::move(*row));
    }
    return rows;
}

Result<std::vector<RequestRow>> rows_of(House& house, const domain::Standing& person, std::span<const RequestId> ids) {
    if (ids.empty()) return std::vector<RequestRow>{};
    EXEAT_TAKE(auto listed,
               house.database.read([&](sql::Session& session) { return store::read_listed(session, ids); }));
    return rows_of(house, person, std::move(listed));
}

Result<RequestForm> form_of(sql::Session& session, const domain::Library& library) {
    const auto& settings = library.policy->settings().requests;
    RequestForm form;
    form.form = settings.form;
    if (settings.form) form.fields = settings.fields;
    if (settings.terms) {
        EXEAT_TAKE(auto text, store::read_terms(session, *settings.terms));
        if (text) form.terms = TermsShown{text->id, text->number, std::move(text->title), std::move(text->body)};
    }
    // Only what is asked: another form has another tag.
    const auto all = (form.form ? "form" : "none") + json::to_text(form.fields) +
                     (form.terms ? form.terms->id.text() + std::to_string(form.terms->number) : std::string());
    Crc32c check;
    check.update({all.data(), all.size()});
    form.tag = std::to_string(all.size()) + "-" + std::to_string(check.value());
    return form;
}

}  // namespace exeat::usecases
